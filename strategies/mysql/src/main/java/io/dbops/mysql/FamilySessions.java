package io.dbops.mysql;

import io.dbops.mysql.server.SessionSettings;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionObserver;
import io.dbops.spi.sql.SessionState;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions by connection id. A server hands out ids anew after a restart, so an identity holds the server's start too, which
 * the server computes exactly: its clock minus its up-time.
 */
final class FamilySessions implements SessionObserver {

    private static final String NO_GLOBAL_PRIVILEGE_NEEDED = "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
            + " ('server_uuid', 'server_uid', 'server_id', 'hostname', 'port', 'version_comment', 'version')";

    /** InnoDB's tables of information_schema refuse every user without PROCESS, however it was granted. */
    private static final String SEES_ALL = "SELECT COUNT(*) FROM information_schema.INNODB_TRX";

    private static final int ACCESS_DENIED = 1227;
    private static final int NO_SUCH_THREAD = 1094;
    private static final int NOT_OWNER = 1095;

    @Override
    public SessionIdentity identify(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONNECTION_ID(), CURRENT_USER()")) {
            row.next();
            String session = row.getLong(1) + "@" + userOf(row.getString(2));
            Server server = server(connection);
            return new SessionIdentity(server.id(), session, server.started());
        }
    }

    @Override
    public boolean isAlive(Connection observer, SessionIdentity session) throws SQLException {
        return state(observer, session) != SessionState.GONE;
    }

    @Override
    public SessionState state(Connection observer, SessionIdentity session) throws SQLException {
        Server server = server(observer);
        if (!server.id().equals(session.server())) {
            return SessionState.UNSEEN; // another server answers here: it cannot know
        }
        if (!server.started().equals(session.startedAt())) {
            return SessionState.GONE; // the server was restarted, and its sessions ended with it
        }
        try (PreparedStatement statement =
                observer.prepareStatement("SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = ?")) {
            statement.setLong(1, number(session));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return row.getString(1).equals("Sleep") ? SessionState.IDLE : SessionState.EXECUTING;
                }
            }
        }
        String user = session.session().substring(session.session().indexOf('@') + 1);
        return wouldBeListed(observer, user) ? SessionState.GONE : SessionState.UNSEEN;
    }

    @Override
    public boolean end(Connection observer, SessionIdentity session) throws SQLException {
        Server server = server(observer);
        if (!server.id().equals(session.server())) {
            return false;
        }
        if (!server.started().equals(session.startedAt())) {
            return true;
        }
        try (Statement statement = observer.createStatement()) {
            statement.execute("KILL " + number(session));
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_THREAD) {
                return true;
            }
            if (e.getErrorCode() == NOT_OWNER || FailureCodes.classify(e) == SqlFailure.PRIVILEGE) {
                return false;
            }
            throw e;
        }
    }

    private static long number(SessionIdentity session) {
        return Long.parseLong(session.session().substring(0, session.session().indexOf('@')));
    }

    /** Without PROCESS, a user sees only the sessions of the same user name. */
    private static boolean wouldBeListed(Connection observer, String user) throws SQLException {
        try (Statement statement = observer.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
                row.next();
                if (userOf(row.getString(1)).equals(user)) {
                    return true;
                }
            }
            try (ResultSet row = statement.executeQuery(SEES_ALL)) {
                return row.next();
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == ACCESS_DENIED) {
                return false;
            }
            throw e;
        }
    }

    private record Server(String id, String started) {}

    private static Server server(Connection connection) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NO_GLOBAL_PRIVILEGE_NEEDED)) {
            while (rows.next()) {
                facts.put(rows.getString(1), rows.getString(2));
            }
        }
        String unique = facts.getOrDefault("server_uuid", facts.getOrDefault("server_uid", ""));
        String id = unique.isEmpty()
                ? facts.get("hostname") + ":" + facts.get("port") + "/" + facts.get("server_id")
                : unique;
        return new Server(id, started(connection, facts.getOrDefault("version", "")));
    }

    private static String started(Connection connection, String version) throws SQLException {
        String schema = version.contains("MariaDB") ? "information_schema" : "performance_schema";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CAST(UNIX_TIMESTAMP() - VARIABLE_VALUE AS SIGNED) FROM "
                        + schema + ".global_status WHERE VARIABLE_NAME = 'Uptime'")) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static String userOf(String account) {
        return account.substring(0, Math.max(0, account.lastIndexOf('@')));
    }

    @Override
    public String capture(Connection connection) throws SQLException {
        return SessionSettings.read(connection).toText();
    }

    @Override
    public void restore(Connection connection, String captured) throws SQLException {
        SessionSettings.parse(captured).apply(connection);
    }

    @Override
    public void keepAlive(Connection connection) throws SQLException {
        SessionSettings.read(connection).lengthenIdleTime(connection);
    }

    /** Drivers and clients ask for modes of their own, such as IGNORE_SPACE; the names of modes hold no quotes. */
    @Override
    public List<String> clientSettings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@SESSION.sql_mode")) {
            row.next();
            return List.of("SET SESSION sql_mode = '" + row.getString(1) + "'");
        }
    }
}
