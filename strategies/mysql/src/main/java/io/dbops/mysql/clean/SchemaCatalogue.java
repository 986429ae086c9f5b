package io.dbops.mysql.clean;

import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Questions to information_schema. Some servers compare names there without regard to case or trailing blanks, so every answer
 * is compared again, exactly.
 */
final class SchemaCatalogue {

    private static final String SYSTEM = "'mysql', 'information_schema', 'performance_schema', 'sys'";

    private final Connection connection;
    private final Set<String> schemas;
    private final String marks;

    SchemaCatalogue(Connection connection, Set<String> schemas) {
        this.connection = connection;
        this.schemas = schemas;
        this.marks = String.join(", ", Collections.nCopies(schemas.size(), "?"));
    }

    /** Those of the schemas that are there. */
    Set<String> found() throws SQLException {
        Set<String> found = new TreeSet<>();
        each(
                "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (" + marks + ")",
                1,
                row -> found.add(row.getString(1)));
        found.retainAll(schemas);
        return found;
    }

    /** What the schemas hold, in the order of names. */
    List<Item> items() throws SQLException {
        List<Item> items = new ArrayList<>();
        each(
                "SELECT TABLE_TYPE, TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA IN ("
                        + marks + ") UNION ALL SELECT ROUTINE_TYPE, ROUTINE_SCHEMA, ROUTINE_NAME FROM"
                        + " information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (" + marks
                        + ") UNION ALL SELECT 'EVENT', EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS"
                        + " WHERE EVENT_SCHEMA IN (" + marks + ") ORDER BY 2, 3, 1",
                3,
                row -> {
                    Item item = new Item(row.getString(1), new QualifiedName(row.getString(2), row.getString(3)));
                    // A package's body goes with it.
                    if (schemas.contains(item.name().schema()) && !item.kind().equals("PACKAGE BODY")) {
                        items.add(item);
                    }
                });
        return items;
    }

    /** The keys that refer to tables of the schemas, from anywhere. */
    List<ForeignKey> foreignKeys() throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        each(
                "SELECT CONSTRAINT_NAME, CONSTRAINT_SCHEMA, TABLE_NAME, UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME"
                        + " FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE UNIQUE_CONSTRAINT_SCHEMA IN (" + marks
                        + ") ORDER BY 2, 3, 1",
                1,
                row -> {
                    if (schemas.contains(row.getString(4))) {
                        keys.add(new ForeignKey(
                                row.getString(1),
                                new QualifiedName(row.getString(2), row.getString(3)),
                                new QualifiedName(row.getString(4), row.getString(5))));
                    }
                });
        return keys;
    }

    /** Texts of other schemas that may name what these hold: views, and defaults that take from a sequence. By who has them. */
    Map<String, String> textsElsewhere(boolean sequences) throws SQLException {
        Map<String, String> texts = new HashMap<>();
        String elsewhere = " NOT IN (" + SYSTEM + ")";
        each(
                "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA"
                        + elsewhere,
                0,
                row -> put(
                        texts,
                        "view " + row.getString(1) + "." + row.getString(2),
                        row.getString(1),
                        row.getString(3)));
        if (sequences) {
            each(
                    "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_DEFAULT, COLUMN_NAME FROM information_schema.COLUMNS"
                            + " WHERE TABLE_SCHEMA" + elsewhere + " AND COLUMN_DEFAULT LIKE '%nextval(%'",
                    0,
                    row -> put(
                            texts,
                            "column " + row.getString(1) + "." + row.getString(2) + "." + row.getString(4),
                            row.getString(1),
                            row.getString(3)));
        }
        return texts;
    }

    private void put(Map<String, String> texts, String who, String schema, String text) {
        if (!schemas.contains(schema) && text != null) {
            texts.put(who, text);
        }
    }

    /** The tables of a schema that the user was allowed to drop one by one. */
    Set<String> droppable(String schema) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT TABLE_NAME FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = ? AND PRIVILEGE_TYPE = 'DROP'")) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    /** Reads one row. */
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, int timesBound, Reader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (int time = 0; time < timesBound; time++) {
                for (String schema : schemas) {
                    statement.setString(index, schema);
                    index++;
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
