package io.dbops.h2;

import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionObserver;
import io.dbops.spi.sql.SessionState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sessions as {@code INFORMATION_SCHEMA.SESSIONS} shows them. */
final class H2Sessions implements SessionObserver {

    private static final String SELF = "SELECT DATABASE_PATH(), S.SESSION_ID, CAST(S.SESSION_START AS VARCHAR)"
            + " FROM INFORMATION_SCHEMA.SESSIONS S WHERE S.SESSION_ID = SESSION_ID()";

    private static final String STATE = "SELECT 'LOCK_TIMEOUT', 'SET LOCK_TIMEOUT ' || LOCK_TIMEOUT()"
            + " UNION ALL SELECT STATE_KEY, STATE_COMMAND FROM INFORMATION_SCHEMA.SESSION_STATE"
            + " WHERE STATE_KEY NOT LIKE 'TABLE %'";

    private static final char KEY_END = '\u0001';
    private static final String ENTRY_END = "\u0002";

    /** Users without ADMIN see only themselves: absence proves nothing to them. */
    private static final String SEEN =
            "SELECT (SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER),"
                    + " (SELECT CASE WHEN EXECUTING_STATEMENT IS NULL THEN 'IDLE' ELSE 'EXECUTING' END"
                    + " FROM INFORMATION_SCHEMA.SESSIONS"
                    + " WHERE CAST(SESSION_ID AS VARCHAR) = ? AND CAST(SESSION_START AS VARCHAR) = ?)";

    private static final String END = "SELECT ABORT_SESSION(SESSION_ID) FROM INFORMATION_SCHEMA.SESSIONS"
            + " WHERE CAST(SESSION_ID AS VARCHAR) = ? AND CAST(SESSION_START AS VARCHAR) = ?";

    private static final int ADMIN_RIGHTS_REQUIRED = 90040;

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
        return state(observer, session) != SessionState.GONE;
    }

    @Override
    public SessionState state(Connection observer, SessionIdentity session) throws SQLException {
        try (PreparedStatement statement = observer.prepareStatement(SEEN)) {
            statement.setString(1, session.session());
            statement.setString(2, session.startedAt());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return SessionState.UNSEEN;
                }
                String found = row.getString(2);
                return found == null ? SessionState.GONE : SessionState.valueOf(found);
            }
        }
    }

    @Override
    public boolean end(Connection observer, SessionIdentity session) throws SQLException {
        if (state(observer, session) == SessionState.UNSEEN) {
            return false;
        }
        try (PreparedStatement statement = observer.prepareStatement(END)) {
            statement.setString(1, session.session());
            statement.setString(2, session.startedAt());
            try (ResultSet rows = statement.executeQuery()) {
                return !rows.next() || rows.getBoolean(1);
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == ADMIN_RIGHTS_REQUIRED) {
                return false;
            }
            throw e;
        }
    }

    /** H2 writes control characters in its commands as escapes, so they can stand between entries. */
    @Override
    public String capture(Connection connection) throws SQLException {
        StringBuilder text = new StringBuilder();
        state(connection)
                .forEach((key, command) ->
                        text.append(key).append(KEY_END).append(command).append(ENTRY_END));
        return text.toString();
    }

    @Override
    public void restore(Connection connection, String captured) throws SQLException {
        Map<String, String> before = new LinkedHashMap<>();
        for (String entry : captured.split(ENTRY_END)) {
            int end = entry.indexOf(KEY_END);
            before.put(entry.substring(0, end), entry.substring(end + 1));
        }
        Map<String, String> now = state(connection);
        try (Statement statement = connection.createStatement()) {
            for (String key : now.keySet()) {
                if (!before.containsKey(key)) {
                    statement.execute(undo(key));
                }
            }
            for (Map.Entry<String, String> each : before.entrySet()) {
                if (!each.getValue().equals(now.get(each.getKey()))) {
                    statement.execute(each.getValue());
                }
            }
        }
    }

    /** Without the session's own variables: what an application keeps in them is not for a script. */
    @Override
    public List<String> clientSettings(Connection connection) throws SQLException {
        return state(connection).entrySet().stream()
                .filter(each -> !each.getKey().startsWith("@"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What a session has set, its own variables included, each with the command that sets it so again. */
    private static Map<String, String> state(Connection connection) throws SQLException {
        Map<String, String> state = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STATE)) {
            while (rows.next()) {
                state.put(rows.getString(1), rows.getString(2));
            }
        }
        return state;
    }

    private static String undo(String key) throws SQLException {
        if (key.startsWith("@")) {
            return "SET @" + Identifiers.quote(key.substring(1)) + " NULL";
        }
        if (key.equals("TIME ZONE")) {
            return "SET TIME ZONE LOCAL";
        }
        throw new SQLException("the session had no " + key + " and has one now; no command takes it back");
    }

    @Override
    public void keepAlive(Connection connection) {
        // H2 ends no idle session.
    }
}
