package io.dbops.h2;

import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.LockWaits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code LOCK_TIMEOUT}, which H2 bounds by itself, and what it shows of locks. */
final class DdlLockWaits implements LockWaits {

    private static final String HOLDERS = """
            SELECT DISTINCT S.SESSION_ID, S.USER_NAME, CAST(S.SESSION_START AS VARCHAR)
            FROM INFORMATION_SCHEMA.LOCKS L JOIN INFORMATION_SCHEMA.SESSIONS S ON S.SESSION_ID = L.SESSION_ID
            WHERE L.TABLE_SCHEMA = COALESCE(?, SCHEMA()) AND L.TABLE_NAME = ? AND S.SESSION_ID <> SESSION_ID()""";

    /** Every session has a bound, of two seconds where nobody set another. */
    @Override
    public Optional<String> present(Connection connection) {
        return Optional.empty();
    }

    @Override
    public String bound(Duration wait) {
        return "SET LOCK_TIMEOUT " + Math.max(1, Math.min(Integer.MAX_VALUE, wait.toMillis()));
    }

    @Override
    public List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException {
        List<String> holders = new ArrayList<>();
        for (CatalogueObject object : objects) {
            CatalogueObject table = object.tableOf().orElse(object);
            try (PreparedStatement query = connection.prepareStatement(HOLDERS)) {
                query.setString(1, table.schemaName().orElse(null));
                query.setString(2, table.name());
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        holders.add("session " + rows.getString(1) + " of user " + rows.getString(2) + ", since "
                                + rows.getString(3));
                    }
                }
            }
        }
        return holders;
    }
}
