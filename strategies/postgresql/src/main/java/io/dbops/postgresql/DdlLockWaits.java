package io.dbops.postgresql;

import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.LockWaits;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code lock_timeout}, and pg_locks. */
final class DdlLockWaits implements LockWaits {

    private static final String HOLDERS = """
            SELECT DISTINCT a.pid, coalesce(a.usename, '?'), coalesce(host(a.client_addr), 'this host'),
                coalesce(a.application_name, ''), coalesce(a.state, 'active'), coalesce(a.xact_start::text, '?')
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.granted AND l.locktype = 'relation' AND l.pid <> pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND l.relation IN (SELECT to_regclass(name)::oid FROM unnest(?::text[]) AS name)
            ORDER BY 6, 1""";

    @Override
    public Optional<String> present(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW lock_timeout")) {
            row.next();
            return row.getString(1).equals("0") ? Optional.of("SET lock_timeout = 0") : Optional.empty();
        }
    }

    @Override
    public String bound(Duration wait) {
        return "SET lock_timeout = " + Math.max(1, Math.min(Integer.MAX_VALUE, wait.toMillis()));
    }

    @Override
    public List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException {
        List<String> names = new ArrayList<>();
        for (CatalogueObject object : objects) {
            names.add(Identifiers.qualified(object.schema(), object.name()));
            object.tableOf().ifPresent(table -> names.add(Identifiers.qualified(table.schema(), table.name())));
        }
        Array array = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement query = connection.prepareStatement(HOLDERS)) {
            query.setArray(1, array);
            List<String> holders = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String application = rows.getString(4);
                    holders.add("session " + rows.getInt(1) + " of user " + rows.getString(2) + " from "
                            + rows.getString(3) + (application.isEmpty() ? "" : " (" + application + ")") + ", "
                            + rows.getString(5) + ", its transaction began " + rows.getString(6));
                }
            }
            return holders;
        } finally {
            array.free();
        }
    }
}
