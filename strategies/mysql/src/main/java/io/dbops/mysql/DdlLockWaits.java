package io.dbops.mysql;

import io.dbops.mysql.server.Product;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.LockWaits;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code lock_wait_timeout}, in whole seconds, and who holds metadata locks. */
final class DdlLockWaits implements LockWaits {

    /** The defaults are a year and a day; who sets less has bound it. */
    private static final long UNBOUND_SECONDS = 3600;

    private static final String METADATA_LOCKS = """
            SELECT DISTINCT t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_HOST, t.PROCESSLIST_COMMAND,
                t.PROCESSLIST_TIME
            FROM performance_schema.metadata_locks m JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
            WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_ID <> CONNECTION_ID()
                AND m.OBJECT_SCHEMA = COALESCE(?, DATABASE()) AND m.OBJECT_NAME = ?""";

    /** MariaDB shows metadata locks by a plugin only: whoever is in a transaction may hold one. */
    private static final String TRANSACTIONS = """
            SELECT p.ID, p.USER, p.HOST, p.COMMAND, p.TIME
            FROM information_schema.INNODB_TRX x JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id
            WHERE p.ID <> CONNECTION_ID() ORDER BY x.trx_started""";

    private final Product product;

    DdlLockWaits(Product product) {
        this.product = product;
    }

    @Override
    public Optional<String> present(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@SESSION.lock_wait_timeout")) {
            row.next();
            long seconds = row.getLong(1);
            return seconds < UNBOUND_SECONDS ? Optional.empty() : Optional.of(set(seconds));
        }
    }

    @Override
    public String bound(Duration wait) {
        return set(Math.max(1, wait.toSeconds()));
    }

    private static String set(long seconds) {
        return "SET SESSION lock_wait_timeout = " + seconds;
    }

    @Override
    public List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException {
        Set<String> holders = new LinkedHashSet<>();
        try {
            if (product == Product.MARIADB) {
                try (PreparedStatement query = connection.prepareStatement(TRANSACTIONS)) {
                    add(holders, query, " in a transaction,");
                }
            } else {
                for (CatalogueObject object : objects) {
                    CatalogueObject table = object.tableOf().orElse(object);
                    try (PreparedStatement query = connection.prepareStatement(METADATA_LOCKS)) {
                        query.setString(1, table.schemaName().orElse(null));
                        query.setString(2, table.name());
                        add(holders, query, "");
                    }
                }
            }
        } catch (SQLException e) {
            if (FailureCodes.classify(e) != SqlFailure.PRIVILEGE) {
                throw e;
            }
        }
        return new ArrayList<>(holders);
    }

    private static void add(Set<String> holders, PreparedStatement query, String how) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                holders.add("session " + rows.getLong(1) + " of user " + rows.getString(2) + " from "
                        + rows.getString(3) + "," + how + " " + rows.getString(4) + " for " + rows.getLong(5) + " s");
            }
        }
    }
}
