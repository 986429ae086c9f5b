package io.dbops.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

    private static final String SET = "SELECT pg_catalog.set_config(s.name, s.setting, false)"
            + " FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]))"
            + " AS s(name, setting)";

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

    /**
     * Makes the session's settings these. RESET ALL, and not a RESET of what has changed: settings with names of an
     * application's own ({@code app.tenant}) are shown by no view and no SHOW ALL, and it undoes these too.
     */
    void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Roles first: what was set by a superuser can be seen and put back only by one.
            statement.execute("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL");
        }
        List<String> names = new ArrayList<>(values.keySet());
        // Roles last, in an order in which the rights for each step are there.
        for (String role : List.of(SESSION_USER, ROLE)) {
            if (names.remove(role)) {
                names.add(role);
            }
        }
        try (PreparedStatement set = connection.prepareStatement(SET)) {
            set.setArray(1, connection.createArrayOf("text", names.toArray()));
            set.setArray(
                    2,
                    connection.createArrayOf(
                            "text", names.stream().map(values::get).toArray()));
            set.execute();
        }
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
