package io.dbops.h2;

import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Sessions as {@code INFORMATION_SCHEMA.SESSIONS} shows them. */
final class H2Sessions implements SessionControl {

    private static final String SELF = "SELECT DATABASE_PATH(), S.SESSION_ID, CAST(S.SESSION_START AS VARCHAR)"
            + " FROM INFORMATION_SCHEMA.SESSIONS S WHERE S.SESSION_ID = SESSION_ID()";

    @Override
    public SessionIdentity identify(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SELF)) {
            row.next();
            String path = row.getString(1);
            return new SessionIdentity(path == null ? "memory" : path, row.getString(2), row.getString(3));
        }
    }

    @Override
    public boolean isAlive(Connection observer, SessionIdentity session) throws SQLException {
        // Users without ADMIN see only themselves: absence proves nothing to them.
        String query = "SELECT (SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER),"
                + " EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS"
                + " WHERE CAST(SESSION_ID AS VARCHAR) = ? AND CAST(SESSION_START AS VARCHAR) = ?)";
        try (PreparedStatement statement = observer.prepareStatement(query)) {
            statement.setString(1, session.session());
            statement.setString(2, session.startedAt());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return !row.getBoolean(1) || row.getBoolean(2);
            }
        }
    }

    @Override
    public String capture(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT LOCK_TIMEOUT(), SCHEMA()")) {
            row.next();
            return row.getInt(1) + " " + row.getString(2);
        }
    }

    @Override
    public void restore(Connection connection, String captured) throws SQLException {
        int blank = captured.indexOf(' ');
        int lockTimeout = Integer.parseInt(captured.substring(0, blank));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCK_TIMEOUT " + lockTimeout);
            statement.execute("SET SCHEMA " + Identifiers.quote(captured.substring(blank + 1)));
        }
    }

    @Override
    public void keepAlive(Connection connection) {
        // H2 ends no idle session.
    }
}
