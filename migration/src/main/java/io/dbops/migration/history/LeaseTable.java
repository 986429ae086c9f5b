package io.dbops.migration.history;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.HistorySql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The leases beside a history table, one row per lock name. Every change is one UPDATE that names what it expects to find.
 * Stateless; each call runs on a connection in auto-commit mode.
 */
public final class LeaseTable {

    private static final List<String> COLUMNS = List.of("name", "holder", "beat", "duration_ms", "held_by", "since");

    private final SqlNames names;
    private final HistorySql types;

    /** Beside that history table. */
    public LeaseTable(DatabaseDialect dialect, SchemaHistory history) {
        this.names = SqlNames.beside(dialect, history, "_lease");
        this.types = dialect.historySql();
    }

    /** Its name. */
    public String table() {
        return names.table();
    }

    /** Sees to it that the table and a row of that name are there, whoever makes them. */
    public void prepare(Connection connection, String name) throws SQLException {
        if (!SchemaHistory.exists(connection, types, names)) {
            create(connection);
        }
        if (read(connection, name).isEmpty()) {
            insertFree(connection, name);
        }
    }

    private void create(Connection connection) throws SQLException {
        List<String> columns = COLUMNS.stream()
                .map(each -> names.column(each) + " " + type(each) + " NOT NULL")
                .toList();
        try (Statement statement = connection.createStatement()) {
            statement.execute(names.create(columns, List.of("name")));
        } catch (SQLException e) {
            if (!SchemaHistory.exists(connection, types, names)) {
                throw e;
            }
        }
    }

    private String type(String column) {
        return column.equals("beat") || column.equals("duration_ms") ? types.bigintType() : types.shortTextType();
    }

    private void insertFree(Connection connection, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(names.insert(COLUMNS))) {
            insert.setString(1, name);
            insert.setString(2, LeaseRow.FREE);
            insert.setLong(3, 0);
            insert.setLong(4, 0);
            insert.setString(5, LeaseRow.FREE);
            insert.setString(6, LeaseRow.FREE);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (read(connection, name).isEmpty()) {
                throw e;
            }
        }
    }

    public Optional<LeaseRow> read(Connection connection, String name) throws SQLException {
        String sql = names.select(COLUMNS) + " WHERE " + names.column("name") + " = ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new LeaseRow(
                        row.getString(2),
                        row.getLong(3),
                        Duration.ofMillis(row.getLong(4)),
                        row.getString(5),
                        row.getString(6)));
            }
        }
    }

    /** Puts {@code next} in the place of what was seen; returns whether nothing else had come there meanwhile. */
    public boolean take(Connection connection, String name, LeaseRow seen, LeaseRow next) throws SQLException {
        String sql = "UPDATE " + names.qualified() + " SET " + names.column("holder") + " = ?, " + names.column("beat")
                + " = ?, " + names.column("duration_ms") + " = ?, " + names.column("held_by") + " = ?, "
                + names.column("since") + " = ? WHERE " + names.column("name") + " = ? AND " + names.column("holder")
                + " = ? AND " + names.column("beat") + " = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, next.holder());
            update.setLong(2, next.beat());
            update.setLong(3, next.duration().toMillis());
            update.setString(4, SqlNames.shortText(next.heldBy()));
            update.setString(5, next.since());
            update.setString(6, name);
            update.setString(7, seen.holder());
            update.setLong(8, seen.beat());
            return update.executeUpdate() == 1;
        }
    }

    /** A sign of life of that holder; returns whether it still is the holder. */
    public boolean renew(Connection connection, String name, String holder) throws SQLException {
        return change(connection, name, holder, holder);
    }

    /** Frees the lease of that holder; returns whether it still was the holder. */
    public boolean release(Connection connection, String name, String holder) throws SQLException {
        return change(connection, name, holder, LeaseRow.FREE);
    }

    private boolean change(Connection connection, String name, String holder, String next) throws SQLException {
        String sql = "UPDATE " + names.qualified() + " SET " + names.column("holder") + " = ?, " + names.column("beat")
                + " = " + names.column("beat") + " + 1 WHERE " + names.column("name") + " = ? AND "
                + names.column("holder") + " = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, next);
            update.setString(2, name);
            update.setString(3, holder);
            return update.executeUpdate() == 1;
        }
    }
}
