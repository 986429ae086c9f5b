package io.dbops.mysql.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what a database holds from information_schema. Used by one thread. */
final class Catalogue {

    private final Connection connection;
    private final String database;

    Catalogue(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    String database() {
        return database;
    }

    /** Names by {@code TABLE_TYPE}: base tables, views, and what MariaDB adds. */
    List<String> names(String... types) throws SQLException {
        Set<String> wanted = Set.of(types);
        List<String> names = new ArrayList<>();
        query("SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1", row -> {
            if (wanted.contains(row.getString(2))) {
                names.add(row.getString(1));
            }
        });
        return names;
    }

    /** All tables with rows of their own, by name. */
    List<Table> tables() throws SQLException {
        Map<String, List<Column>> columns = columns();
        Map<String, List<KeyColumn>> keys = keys(columns);
        List<Table> tables = new ArrayList<>();
        query(
                "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, COALESCE(TABLE_ROWS, 0), COALESCE(DATA_LENGTH, 0)"
                        + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?"
                        + " AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1",
                row -> {
                    String name = row.getString(1);
                    boolean versioned = row.getString(2).equals("SYSTEM VERSIONED");
                    String engine = row.getString(3);
                    tables.add(new Table(
                            name,
                            engine == null ? "" : engine,
                            withPeriod(columns.getOrDefault(name, List.of()), versioned),
                            keys.getOrDefault(name, List.of()),
                            row.getLong(4),
                            row.getLong(5),
                            versioned));
                });
        return tables;
    }

    /** The period's columns are not listed unless they were declared; their names are fixed then. */
    private static List<Column> withPeriod(List<Column> columns, boolean versioned) {
        if (!versioned || columns.stream().anyMatch(column -> column.name().equals("row_start"))) {
            return columns;
        }
        List<Column> all = new ArrayList<>(columns);
        all.add(new Column("row_start", "timestamp", "", false, false));
        all.add(new Column("row_end", "timestamp", "", false, false));
        return all;
    }

    private Map<String, List<Column>> columns() throws SQLException {
        Map<String, List<Column>> columns = new TreeMap<>();
        query(
                "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COALESCE(CHARACTER_SET_NAME, ''), COLUMN_TYPE,"
                        + " COALESCE(GENERATION_EXPRESSION, ''), EXTRA, COALESCE(COLLATION_NAME, '') FROM information_schema.COLUMNS"
                        + " WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION",
                row -> {
                    String generated = row.getString(6);
                    if (generated.isEmpty() || generated.equals("ROW START") || generated.equals("ROW END")) {
                        columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                                .add(column(row));
                    }
                });
        return columns;
    }

    private static Column column(ResultSet row) throws SQLException {
        String type = row.getString(3).toLowerCase(Locale.ROOT);
        String charset = row.getString(4);
        String whole = row.getString(5);
        return new Column(
                row.getString(2),
                type,
                charset,
                whole.toLowerCase(Locale.ROOT).contains("unsigned"),
                row.getString(7).toLowerCase(Locale.ROOT).contains("auto_increment"),
                type.equals("enum") ? EnumError.text(whole, charset) : "",
                (whole + " " + row.getString(8)).strip());
    }

    private Map<String, List<KeyColumn>> keys(Map<String, List<Column>> columns) throws SQLException {
        Map<String, List<KeyColumn>> keys = new LinkedHashMap<>();
        Set<String> partly = new TreeSet<>();
        query(
                "SELECT TABLE_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS"
                        + " WHERE TABLE_SCHEMA = ? AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX",
                row -> {
                    String table = row.getString(1);
                    String name = row.getString(2);
                    List<Column> found = columns.getOrDefault(table, List.of()).stream()
                            .filter(column -> column.name().equals(name))
                            .toList();
                    // a generated key column or an indexed prefix cannot bound what is read
                    if (row.getString(3) != null || found.isEmpty()) {
                        partly.add(table);
                    } else {
                        keys.computeIfAbsent(table, unused -> new ArrayList<>()).add(new KeyColumn(found.get(0)));
                    }
                });
        keys.keySet().removeAll(partly);
        return keys;
    }

    /** One row of a result. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Runs a query that binds the database's name only. */
    void query(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
