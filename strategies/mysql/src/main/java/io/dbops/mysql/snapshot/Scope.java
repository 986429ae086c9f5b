package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;

/** Which database a backup is of: the one that is named, else the connection's current one. */
final class Scope {

    private Scope() {}

    /**
     * The database in scope.
     *
     * @return empty if none is named and the connection has none
     */
    static Optional<String> database(Connection connection, Set<String> schemas) throws SQLException {
        if (schemas.size() > 1) {
            throw DbOpsException.of(
                            ErrorCode.UNSUPPORTED, "one backup holds one database of MySQL or MariaDB, not " + schemas)
                    .hint("Take one backup for each database.")
                    .build();
        }
        if (schemas.isEmpty()) {
            return current(connection);
        }
        String named = schemas.iterator().next();
        if (!exists(connection, named)) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "the server shows this user no database [" + named + "] to back up")
                    .hint("Name the database exactly as the server spells it, and grant the user SELECT on it.")
                    .build();
        }
        return Optional.of(named);
    }

    private static Optional<String> current(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DATABASE()")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getString(1).equals(name)) {
                        return true;
                    }
                }
                return false;
            }
        }
    }
}
