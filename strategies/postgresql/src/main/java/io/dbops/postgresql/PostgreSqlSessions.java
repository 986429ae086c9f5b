package io.dbops.postgresql;

import io.dbops.spi.sql.PooledSessions;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionObserver;
import io.dbops.spi.sql.SessionState;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** PostgreSQL's sessions: a backend process on one run of one server, or a client of a pooler before it. */
final class PostgreSqlSessions implements SessionObserver, PooledSessions {

    private static final String POOLED = "client of a pooler, user ";
    private static final String MAY_READ_SYSTEM =
            "pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')";
    private static final String RUN = "extract(epoch FROM pg_catalog.pg_postmaster_start_time())::text";

    @Override
    public SessionIdentity identify(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT a.pid, extract(epoch FROM a.backend_start)::text,"
                        + " SESSION_USER,"
                        + " extract(epoch FROM pg_catalog.clock_timestamp())::text, " + MAY_READ_SYSTEM + ", " + RUN
                        + " FROM pg_catalog.pg_stat_activity a WHERE a.pid = pg_catalog.pg_backend_pid()")) {
            row.next();
            String server = system(connection, row.getBoolean(5)) + "@" + row.getString(6);
            return isOf(connection, row.getInt(1))
                    ? new SessionIdentity(server, row.getString(1), row.getString(2))
                    : new SessionIdentity(server, POOLED + row.getString(3), row.getString(4));
        }
    }

    /** Whether the driver was told that process when it connected; a pooler tells numbers of its own. */
    private static boolean isOf(Connection connection, int process) throws SQLException {
        return !connection.isWrapperFor(PGConnection.class)
                || connection.unwrap(PGConnection.class).getBackendPID() == process;
    }

    /**
     * The data's identifier, where the role may read it, and the start of this run: after a restart, and on a promoted
     * standby, no session of the run before can act on the data any more.
     */
    private static String server(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + MAY_READ_SYSTEM + ", " + RUN)) {
            row.next();
            return system(connection, row.getBoolean(1)) + "@" + row.getString(2);
        }
    }

    private static String system(Connection connection, boolean readable) throws SQLException {
        return readable
                ? text(connection, "SELECT system_identifier::text FROM pg_catalog.pg_control_system()")
                : "unknown";
    }

    @Override
    public boolean isPooled(SessionIdentity session) {
        return session.session().startsWith(POOLED);
    }

    /** A role without pg_read_all_stats does not see when another role's statements began, and takes none of them for ended. */
    @Override
    public Set<String> running(Connection observer, SessionIdentity session) throws SQLException {
        if (!server(observer).equals(session.server())) {
            return Set.of();
        }
        try (PreparedStatement statement = observer.prepareStatement("""
                SELECT a.pid || ' since ' || coalesce(a.query_start::text, '?')
                FROM pg_catalog.pg_stat_activity a
                WHERE a.datname = pg_catalog.current_database() AND a.usename = ?
                  AND a.pid <> pg_catalog.pg_backend_pid() AND coalesce(a.state, 'hidden') NOT LIKE 'idle%'""")) {
            statement.setString(1, session.session().substring(POOLED.length()));
            Set<String> running = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    running.add(rows.getString(1));
                }
            }
            return running;
        }
    }

    @Override
    public String forTransaction(String setting) {
        return setting.replaceFirst("^SET ", "SET LOCAL ");
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public boolean isAlive(Connection observer, SessionIdentity session) throws SQLException {
        return state(observer, session) != SessionState.GONE;
    }

    @Override
    public SessionState state(Connection observer, SessionIdentity session) throws SQLException {
        if (text(observer, "SELECT pg_catalog.pg_is_in_recovery()::text").equals("true")) {
            // A standby cannot see the sessions of its primary.
            return SessionState.UNSEEN;
        }
        if (!server(observer).equals(session.server())) {
            return SessionState.GONE;
        }
        try (PreparedStatement statement = observer.prepareStatement("""
                SELECT extract(epoch FROM a.backend_start)::text, a.state
                FROM pg_catalog.pg_stat_activity a WHERE a.pid = ?""")) {
            statement.setInt(1, Integer.parseInt(session.session()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? state(session, row.getString(1), row.getString(2)) : SessionState.GONE;
            }
        }
    }

    /** Another role's start and state are hidden from roles without pg_read_all_stats. */
    private static SessionState state(SessionIdentity session, @Nullable String startedAt, @Nullable String activity) {
        if (startedAt == null || activity == null) {
            return SessionState.UNSEEN;
        }
        if (!startedAt.equals(session.startedAt())) {
            return SessionState.GONE;
        }
        return activity.startsWith("idle") ? SessionState.IDLE : SessionState.EXECUTING;
    }

    @Override
    public boolean end(Connection observer, SessionIdentity session) throws SQLException {
        if (state(observer, session) == SessionState.UNSEEN) {
            return false;
        }
        try (PreparedStatement statement = observer.prepareStatement("""
                SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a
                WHERE a.pid = ? AND extract(epoch FROM a.backend_start)::text = ?""")) {
            statement.setInt(1, Integer.parseInt(session.session()));
            statement.setString(2, session.startedAt());
            try (ResultSet row = statement.executeQuery()) {
                return !row.next() || row.getBoolean(1);
            }
        } catch (SQLException e) {
            if (SqlStates.classify(e) == SqlFailure.PRIVILEGE) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public String capture(Connection connection) throws SQLException {
        return SessionSettings.read(connection).encode();
    }

    @Override
    public void restore(Connection connection, String captured) throws SQLException {
        SessionSettings.decode(captured).apply(connection);
    }

    /** SHOW spells the list as SET reads it. */
    @Override
    public List<String> clientSettings(Connection connection) throws SQLException {
        return List.of("SET search_path = " + text(connection, "SHOW search_path"));
    }

    /** {@inheritDoc} Lasts for the transaction on a connection without auto-commit, else for the session. */
    @Override
    public void keepAlive(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    connection.getAutoCommit()
                            ? IdleTimeouts.disableForSession(major)
                            : IdleTimeouts.disableLocally(major));
        }
    }
}
