package io.dbops.mysql.server;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The session variables that scripts, backups and restores change, and the current database, as read at one time. Variables
 * that a server does not have are absent. Immutable.
 */
public final class SessionSettings {

    private static final String DATABASE = "database";

    private static final List<String> NAMES = List.of(
            "sql_mode",
            "time_zone",
            "foreign_key_checks",
            "unique_checks",
            "check_constraint_checks",
            "sql_safe_updates",
            "sql_select_limit",
            "group_concat_max_len",
            "information_schema_stats_expiry",
            "max_execution_time",
            "max_statement_time",
            "lock_wait_timeout",
            "innodb_lock_wait_timeout",
            "wait_timeout",
            "net_read_timeout",
            "net_write_timeout",
            "idle_transaction_timeout",
            "idle_readonly_transaction_timeout",
            "idle_write_transaction_timeout",
            "transaction_isolation",
            "tx_isolation",
            "system_versioning_insert_history",
            "character_set_client",
            "character_set_connection",
            "character_set_results",
            "collation_connection");

    /** The longest that every platform accepts, 24 days. */
    private static final long LONGEST_IDLE_SECONDS = 2_147_483;

    private final Map<String, String> values;

    private SessionSettings(Map<String, String> values) {
        this.values = values;
    }

    /** Reads them; two round trips. */
    public static SessionSettings read(Connection connection) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        String list = "'" + String.join("', '", NAMES) + "'";
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("SHOW SESSION VARIABLES WHERE Variable_name IN (" + list + ")")) {
                while (rows.next()) {
                    values.put(rows.getString(1), Objects.requireNonNullElse(rows.getString(2), ""));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT DATABASE()")) {
                row.next();
                values.put(DATABASE, Objects.requireNonNullElse(row.getString(1), ""));
            }
        }
        return new SessionSettings(values);
    }

    /** What {@link #toText} wrote. */
    public static SessionSettings parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String each : text.split("&")) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            if (equals < 0 || !(NAMES.contains(name) || name.equals(DATABASE))) {
                throw new IllegalArgumentException("not captured session settings: no setting is called " + name);
            }
            values.put(name, URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new SessionSettings(values);
    }

    public String toText() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** The value, or {@code null} where the server has no such variable. */
    public @Nullable String get(String name) {
        return values.get(name);
    }

    /** Sets what differs now; nothing when nothing does. */
    public void apply(Connection connection) throws SQLException {
        SessionSettings now = read(connection);
        for (Map.Entry<String, String> each : values.entrySet()) {
            String current = now.values.get(each.getKey());
            if (!each.getKey().equals(DATABASE) && !each.getValue().equals(current)) {
                set(connection, each.getKey(), each.getValue());
            }
        }
        String database = values.getOrDefault(DATABASE, "");
        if (!database.equals(now.values.getOrDefault(DATABASE, ""))) {
            if (database.isEmpty()) {
                throw new SQLException("the session had no current database and has one now; no command takes it back");
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("USE " + Quoting.identifier(database));
            }
            connection.setCatalog(database);
        }
    }

    /** Lets the session idle, in a transaction or not, for as long as the server allows. */
    public void lengthenIdleTime(Connection connection) throws SQLException {
        for (String name : NAMES) {
            String value = values.get(name);
            if (value != null && name.startsWith("idle_") && !value.equals("0")) {
                set(connection, name, "0");
            }
        }
        if (Long.parseLong(values.getOrDefault("wait_timeout", "0")) < LONGEST_IDLE_SECONDS) {
            set(connection, "wait_timeout", Long.toString(LONGEST_IDLE_SECONDS));
        }
    }

    /** Sets one session variable to a value as SHOW VARIABLES writes it. */
    public static void set(Connection connection, String name, String value) throws SQLException {
        String sql = "SET SESSION " + name + " = ";
        if (value.isEmpty() && name.equals("character_set_results")) {
            execute(connection, sql + "NULL");
        } else if (value.matches("-?[0-9]+(\\.[0-9]+)?")) {
            execute(connection, sql + value);
        } else {
            try (PreparedStatement statement = connection.prepareStatement(sql + "?")) {
                statement.setString(1, value);
                statement.execute();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
