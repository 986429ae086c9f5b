package io.dbops.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that a session has changed with SET, and its roles. What is absent stands as the server, the database, the role
 * or the driver's start-up packet gave it, so a RESET brings it back: a few entries are enough to put a session back exactly.
 */
final class SessionSettings {

    /** Not shown by pg_settings; {@code none} and the login role are their resting states. */
    private static final String ROLE = "role";

    private static final String SESSION_USER = "session_authorization";

    private static final String CHANGED = """
            SELECT s.name, s.setting FROM pg_catalog.pg_settings s
            WHERE s.source = 'session' AND s.context IN ('user', 'superuser')
              AND s.name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')
            UNION ALL SELECT 'role', pg_catalog.current_setting('role')
            UNION ALL SELECT 'session_authorization', pg_catalog.current_setting('session_authorization')""";

    private final Map<String, String> values;

    private SessionSettings(Map<String, String> values) {
        this.values = values;
    }

    static SessionSettings read(Connection connection) throws SQLException {
        Map<String, String> values = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CHANGED)) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getString(2));
            }
        }
        return new SessionSettings(values);
    }

    /** Makes the session's settings these, in an order in which the rights for each step are there. */
    void apply(Connection connection) throws SQLException {
        if (read(connection).values.equals(values)) {
            return;
        }
        SessionSettings now;
        try (Statement statement = connection.createStatement()) {
            // Roles first: what was set by a superuser can be seen and put back only by one.
            statement.execute("RESET SESSION AUTHORIZATION; RESET ROLE");
            now = read(connection);
            for (String name : now.values.keySet()) {
                if (!isRole(name) && !values.containsKey(name)) {
                    statement.execute("RESET " + resettable(name));
                }
            }
        }
        try (PreparedStatement set = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                if (!isRole(entry.getKey()) && !entry.getValue().equals(now.values.get(entry.getKey()))) {
                    set(set, entry.getKey(), entry.getValue());
                }
            }
            for (String name : new String[] {SESSION_USER, ROLE}) {
                String value = values.get(name);
                if (value != null) {
                    set(set, name, value);
                }
            }
        }
    }

    private static void set(PreparedStatement statement, String name, String value) throws SQLException {
        statement.setString(1, name);
        statement.setString(2, value);
        statement.execute();
    }

    private static boolean isRole(String name) {
        return name.equals(ROLE) || name.equals(SESSION_USER);
    }

    /** Each part of an extension's setting, such as {@code app.tenant}, is an identifier of its own. */
    private static String resettable(String name) {
        StringBuilder quoted = new StringBuilder();
        for (String part : name.split("\\.")) {
            quoted.append(quoted.length() == 0 ? "" : ".").append(Identifiers.quote(part));
        }
        return quoted.toString();
    }

    /** One line per setting: {@code name=value}, with backslash, LF and CR of the value escaped. */
    String encode() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n'));
        return text.toString();
    }

    static SessionSettings decode(String text) {
        Map<String, String> values = new TreeMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
            }
        }
        return new SessionSettings(values);
    }

    private static String unescape(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\' || i + 1 == escaped.length()) {
                text.append(c);
                continue;
            }
            i++;
            char next = escaped.charAt(i);
            text.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
        }
        return text.toString();
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }
}
