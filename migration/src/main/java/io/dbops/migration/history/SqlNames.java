package io.dbops.migration.history;

import io.dbops.spi.DatabaseDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The quoted names of one table of ours, and the statements that need nothing but them. */
final class SqlNames {

    private final DatabaseDialect dialect;
    private final String schema;
    private final String table;

    SqlNames(DatabaseDialect dialect, String schema, String table) {
        this.dialect = dialect;
        this.schema = schema;
        this.table = table;
    }

    /** A table in the schema of that history, named after it. */
    static SqlNames beside(DatabaseDialect dialect, SchemaHistory history, String suffix) {
        String stem = history.table().replaceFirst("_history$", "");
        return new SqlNames(dialect, history.schema(), stem + suffix);
    }

    String schema() {
        return schema;
    }

    String table() {
        return table;
    }

    /** Qualified, so that a migration that changes the current schema does not move it. */
    String qualified() {
        return dialect.quote(schema) + "." + dialect.quote(table);
    }

    String column(String name) {
        return dialect.quote(name);
    }

    /** The columns that the table has now. */
    Set<String> columnsOf(Connection connection) throws SQLException {
        Set<String> found = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + qualified() + " WHERE 1 = 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                found.add(none.getMetaData().getColumnName(i));
            }
        }
        return found;
    }

    String select(List<String> columns) {
        return "SELECT " + String.join(", ", columns.stream().map(this::column).toList()) + " FROM " + qualified();
    }

    String insert(List<String> columns) {
        return "INSERT INTO " + qualified() + " ("
                + String.join(", ", columns.stream().map(this::column).toList()) + ") VALUES ("
                + String.join(", ", columns.stream().map(each -> "?").toList()) + ")";
    }

    /** {@code columns} are names and types; {@code keys} make the primary key. */
    String create(List<String> columns, List<String> keys) {
        return "CREATE TABLE " + qualified() + " ("
                + String.join(", ", columns) + ", PRIMARY KEY ("
                + String.join(", ", keys.stream().map(this::column).toList()) + "))"
                + suffix();
    }

    private String suffix() {
        String suffix = dialect.historySql().tableSuffix();
        return suffix.isEmpty() ? "" : " " + suffix;
    }

    static String shortText(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200);
    }

    static String longText(String text) {
        return text.length() <= 8000 ? text : text.substring(0, 8000);
    }
}
