package io.dbops.mysql;

import io.dbops.spi.sql.SessionLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET_LOCK}: belongs to the session, needs no transaction and holds no snapshot. Its names are the whole server's and
 * at most 64 characters long, so a name is digested together with the connection's current database, by the server.
 */
final class UserLevelLock implements SessionLock {

    private static final String KEY =
            "CONCAT('dbops:', SHA2(CONVERT(CONCAT(COALESCE(DATABASE(), ''), '/', ?) USING utf8mb4), 224))";

    /** A session that holds the lock would get it a second time, and one release would not free it. */
    private static final String TRY =
            "SELECT IF(IS_USED_LOCK(k.name) <=> CONNECTION_ID(), 1, GET_LOCK(k.name, 0)) FROM (SELECT " + KEY
                    + " AS name) k";

    private static final String HELD = "SELECT IS_USED_LOCK(" + KEY + ") <=> CONNECTION_ID()";

    private static final String RELEASE = "SELECT RELEASE_LOCK(" + KEY + ")";

    private static final String OWNER = "SELECT IS_USED_LOCK(" + KEY + ")";

    private static final String SESSION =
            "SELECT USER, HOST, COMMAND, NOW() - INTERVAL TIME SECOND FROM information_schema.PROCESSLIST WHERE ID = ?";

    @Override
    public boolean tryAcquire(Connection connection, String name) throws SQLException {
        Long granted = number(connection, TRY, name);
        if (granted == null) {
            throw new SQLException("GET_LOCK returned NULL: the server could not decide on the lock");
        }
        return granted == 1;
    }

    @Override
    public boolean isHeld(Connection connection, String name) throws SQLException {
        Long held = number(connection, HELD, name);
        return held != null && held == 1;
    }

    @Override
    public void release(Connection connection, String name) throws SQLException {
        Long released = number(connection, RELEASE, name);
        if (released == null || released != 1) {
            throw new SQLException("RELEASE_LOCK freed nothing: this session no longer held the lock");
        }
    }

    @Override
    public Optional<String> holder(Connection connection, String name) throws SQLException {
        Long session = number(connection, OWNER, name);
        if (session == null) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(SESSION)) {
            statement.setLong(1, session);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.of("session " + session);
                }
                return Optional.of(String.format(
                        "session %d of user %s from %s, in command %s since %s",
                        session, row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
        }
    }

    @Override
    public boolean sharesConnection() {
        return true;
    }

    private static @Nullable Long number(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long value = row.getLong(1);
                return row.wasNull() ? null : value;
            }
        }
    }
}
