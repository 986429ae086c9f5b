package io.dbops.verification.migration;

import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a database holds by its own catalogue's word, definitions and rows, but for the tables of DbOps; the database's own name is
 * left out.
 *
 * @param lines sorted
 */
record DatabaseState(List<String> lines) {

    private static final String OURS = "dbops";

    static DatabaseState of(TestDatabase database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            switch (database.server().kind().family()) {
                case H2 -> add(lines, statement, "SCRIPT NODATA NOPASSWORDS NOSETTINGS");
                case POSTGRESQL -> postgresql(lines, statement);
                case MYSQL, MARIADB -> mysql(lines, statement);
            }
            for (String table : tables(statement)) {
                add(lines, statement, "SELECT '" + table + "' row_of, t.* FROM " + table + " t");
            }
        }
        return new DatabaseState(lines.stream()
                .filter(line -> !line.toLowerCase(Locale.ROOT).contains(OURS))
                .map(line -> line.replace(database.name(), "DATABASE"))
                .sorted()
                .toList());
    }

    private static void postgresql(List<String> lines, Statement statement) throws SQLException {
        String here = " WHERE table_schema = 'public'";
        add(
                lines,
                statement,
                "SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, column_default,"
                        + " is_nullable FROM information_schema.columns" + here);
        add(lines, statement, "SELECT table_name, view_definition FROM information_schema.views" + here);
        add(
                lines,
                statement,
                "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                        + " AND prokind IN ('f', 'p')");
        add(lines, statement, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'");
        add(lines, statement, "SELECT definition FROM pg_rules WHERE schemaname = 'public'");
        add(lines, statement, "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal");
        add(
                lines,
                statement,
                "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE connamespace = 'public'::regnamespace");
    }

    private static void mysql(List<String> lines, Statement statement) throws SQLException {
        add(
                lines,
                statement,
                "SELECT table_name, column_name, ordinal_position, column_type, column_default, is_nullable, collation_name"
                        + " FROM information_schema.columns WHERE table_schema = DATABASE()");
        add(
                lines,
                statement,
                "SELECT table_name, index_name, column_name, seq_in_index FROM information_schema.statistics"
                        + " WHERE table_schema = DATABASE()");
        add(
                lines,
                statement,
                "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = DATABASE()");
        add(
                lines,
                statement,
                "SELECT routine_name, routine_type, routine_definition, sql_mode, is_deterministic"
                        + " FROM information_schema.routines WHERE routine_schema = DATABASE()");
        add(
                lines,
                statement,
                "SELECT trigger_name, event_object_table, action_statement, sql_mode FROM information_schema.triggers"
                        + " WHERE trigger_schema = DATABASE()");
        add(
                lines,
                statement,
                "SELECT event_name, event_definition, status, interval_field FROM information_schema.events"
                        + " WHERE event_schema = DATABASE()");
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        String sql = "SELECT table_name FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW')"
                + " AND table_schema IN ('public', 'PUBLIC', " + schema(statement) + ")";
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                if (!rows.getString(1).toLowerCase(Locale.ROOT).startsWith(OURS)) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    private static String schema(Statement statement) throws SQLException {
        String catalog = statement.getConnection().getCatalog();
        return "'" + catalog + "'";
    }

    private static void add(List<String> lines, Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    line.append(column == 1 ? "" : " | ").append(rows.getString(column));
                }
                lines.add(line.toString());
            }
        }
    }
}
