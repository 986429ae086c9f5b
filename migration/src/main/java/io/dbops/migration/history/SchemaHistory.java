package io.dbops.migration.history;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationState;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.HistorySql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history table of one schema. Stateless; each call runs in the connection's own transaction or auto-commit. */
public final class SchemaHistory {

    private static final List<String> COLUMNS = List.of(
            "seq",
            "id",
            "version",
            "name",
            "type",
            "kind",
            "script",
            "checksum_version",
            "checksum",
            "source_digest",
            "state",
            "statements",
            "rows_changed",
            "started_at",
            "duration_ms",
            "applied_by",
            "failure",
            "completed",
            "contents",
            "chain");

    private final SqlNames names;
    private final HistorySql types;

    private SchemaHistory(DatabaseDialect dialect, String schema, String table) {
        this.names = new SqlNames(dialect, schema, table);
        this.types = dialect.historySql();
    }

    /** The history table of that name in the schema that is current on the connection. */
    public static SchemaHistory of(DatabaseDialect dialect, Connection connection, String table) throws SQLException {
        String schema = null;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(dialect.historySql().currentSchemaQuery())) {
            schema = rows.next() ? rows.getString(1) : null;
        }
        if (schema == null) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION, "the connection has no current schema to keep " + table + " in")
                    .hint("Name a database or schema in the URL, or correct the search path.")
                    .build();
        }
        return new SchemaHistory(dialect, schema, table);
    }

    public String schema() {
        return names.schema();
    }

    public String table() {
        return names.table();
    }

    public boolean exists(Connection connection) throws SQLException {
        return exists(connection, types, names);
    }

    static boolean exists(Connection connection, HistorySql types, SqlNames names) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(types.tableExistsQuery())) {
            query.setString(1, names.schema());
            query.setString(2, names.table());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    public void create(Connection connection) throws SQLException {
        String text = types.shortTextType();
        List<String> columns = new ArrayList<>();
        for (String name : COLUMNS) {
            String type =
                    switch (name) {
                        case "seq", "checksum_version", "statements", "completed" -> types.integerType();
                        case "rows_changed", "duration_ms" -> types.bigintType();
                        case "failure" -> types.longTextType();
                        default -> text;
                    };
            boolean optional = name.equals("version") || name.equals("failure") || name.equals("chain");
            columns.add(names.column(name) + " " + type + (optional ? "" : " NOT NULL"));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(names.create(columns, List.of("seq")));
        }
    }

    /** Deletes every row: what they say is no longer true. */
    public void forget(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + names.qualified());
        }
    }

    /** The row with the highest number: one round trip, whatever the length of the history. */
    public Optional<HistoryRow> head(Connection connection) throws SQLException {
        String seq = names.column("seq");
        String sql =
                names.select(COLUMNS) + " WHERE " + seq + " = (SELECT MAX(" + seq + ") FROM " + names.qualified() + ")";
        return rows(connection, sql).stream().findFirst();
    }

    public HistorySnapshot read(Connection connection) throws SQLException {
        return new HistorySnapshot(rows(connection, names.select(COLUMNS) + " ORDER BY " + names.column("seq")));
    }

    /**
     * Adds the row. An earlier one of the same migration that says what this one knows better gives way to it: a failure to
     * what is no success either, an undo that was begun to its end.
     */
    public void add(Connection connection, HistoryRow row) throws SQLException {
        if (!row.isCompleted()) {
            String sql = "DELETE FROM " + names.qualified() + " WHERE " + names.column("id") + " = ? AND "
                    + names.column("state") + " IN (?, ?)";
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setString(1, row.id());
                delete.setString(2, MigrationState.IN_PROGRESS.name());
                delete.setString(3, (row.isLink() ? MigrationState.IN_PROGRESS : MigrationState.FAILED).name());
                delete.executeUpdate();
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(names.insert(COLUMNS))) {
            bind(insert, row);
            insert.executeUpdate();
        }
    }

    /** Writes a row in place of the one with its number. */
    public void replace(Connection connection, HistoryRow row) throws SQLException {
        remove(connection, row.seq());
        try (PreparedStatement insert = connection.prepareStatement(names.insert(COLUMNS))) {
            bind(insert, row);
            insert.executeUpdate();
        }
    }

    /** Removes the row with that number. */
    public void remove(Connection connection, int seq) throws SQLException {
        String sql = "DELETE FROM " + names.qualified() + " WHERE " + names.column("seq") + " = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setInt(1, seq);
            delete.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, HistoryRow row) throws SQLException {
        insert.setInt(1, row.seq());
        insert.setString(2, row.id());
        insert.setString(3, row.version());
        insert.setString(4, row.name());
        insert.setString(5, row.type());
        insert.setString(6, row.kind());
        insert.setString(7, row.script());
        insert.setInt(8, row.checksumVersion());
        insert.setString(9, row.checksum());
        insert.setString(10, row.sourceDigest());
        insert.setString(11, row.state().name());
        insert.setInt(12, row.statements());
        insert.setLong(13, row.rowsChanged());
        insert.setString(14, row.startedAt());
        insert.setLong(15, row.durationMillis());
        insert.setString(16, row.appliedBy());
        insert.setString(17, row.failure() == null ? null : SqlNames.longText(row.failure()));
        insert.setInt(18, row.completed());
        insert.setString(19, row.contents());
        insert.setString(20, row.chain());
    }

    private List<HistoryRow> rows(Connection connection, String sql) throws SQLException {
        List<HistoryRow> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(row(rows));
            }
        }
        return found;
    }

    private HistoryRow row(ResultSet row) throws SQLException {
        return new HistoryRow(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getString(9),
                row.getString(10),
                state(row.getString(11), row.getInt(1)),
                row.getInt(12),
                row.getLong(13),
                row.getString(14),
                row.getLong(15),
                row.getString(16),
                row.getString(17),
                row.getInt(18),
                row.getString(19),
                row.getString(20));
    }

    private MigrationState state(String text, int seq) {
        for (MigrationState state : MigrationState.values()) {
            if (state.name().equals(text)) {
                return state;
            }
        }
        throw DbOpsException.of(
                        ErrorCode.MIGRATION_HISTORY,
                        names.table() + ", row " + seq + ": the state '" + text + "' is unknown")
                .hint("The row was written by a newer version or by hand; use that version, or correct it.")
                .build();
    }
}
