package io.dbops.migration.history;

import io.dbops.migration.history.JournalEntry.State;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SessionIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Intent before and completion after each unit that no transaction of the engine covers, and one row for the run as a whole.
 * Stateless; each call runs in the connection's own transaction or auto-commit.
 */
public final class StatementJournal {

    /** Stands where a migration's id stands; no migration is called so. */
    private static final String RUN = "*";

    /** The same for the callbacks behind a run, from before its first migration until they were called. */
    private static final String OWED = "*afterMigrate";

    private static final List<String> COLUMNS = List.of(
            "migration",
            "unit",
            "digest",
            "state",
            "place",
            "server",
            "session_id",
            "session_start",
            "evidence",
            "changed_at");

    private final SqlNames names;
    private final HistorySql types;

    /** Beside that history table. */
    public StatementJournal(DatabaseDialect dialect, SchemaHistory history) {
        this.names = SqlNames.beside(dialect, history, "_journal");
        this.types = dialect.historySql();
    }

    public String table() {
        return names.table();
    }

    public boolean exists(Connection connection) throws SQLException {
        return SchemaHistory.exists(connection, types, names);
    }

    public void create(Connection connection) throws SQLException {
        List<String> columns =
                COLUMNS.stream().map(each -> definition(each) + " NOT NULL").toList();
        try (Statement statement = connection.createStatement()) {
            statement.execute(names.create(columns, List.of("migration", "unit")));
        }
    }

    private String definition(String column) {
        return names.column(column) + " " + (column.equals("unit") ? types.integerType() : types.shortTextType());
    }

    /** Adds what a journal of an earlier version lacks; under the migration lock. */
    public void upgrade(Connection connection) throws SQLException {
        Set<String> present = names.columnsOf(connection);
        for (String column : COLUMNS) {
            if (!present.contains(column)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("ALTER TABLE " + names.qualified() + " ADD " + definition(column));
                }
            }
        }
    }

    /** The run that did not end by itself, if any: the executing session and since when. */
    public Optional<JournalEntry> unfinishedRun(Connection connection) throws SQLException {
        return entries(connection, RUN, Direction.UP).stream().findFirst();
    }

    /**
     * Says that a run begins whose statements that session executes, in place of the one with the token {@code before}. Fails
     * on the primary key when the entry has become another's meanwhile.
     *
     * @param token tells this run from every other; empty where the server's lock makes it the only one
     */
    public void beginRun(Connection connection, String before, SessionIdentity session, String token, String at)
            throws SQLException {
        begin(connection, before, "the run as a whole", session, token, at);
    }

    /** Says that that session begins to drop what the schema holds, in place of the run with the token {@code before}. */
    public void beginClean(Connection connection, String before, SessionIdentity session, String token, String at)
            throws SQLException {
        begin(connection, before, JournalEntry.CLEAN, session, token, at);
    }

    private void begin(
            Connection connection, String before, String what, SessionIdentity session, String token, String at)
            throws SQLException {
        endRun(connection, before);
        put(connection, new JournalEntry(RUN, Direction.UP, 0, token, State.RUNNING, what, session, ""), at);
    }

    /** Ends the run with that token; another's stays. */
    public void endRun(Connection connection, String token) throws SQLException {
        String sql = "DELETE FROM " + names.qualified() + " WHERE " + names.column("migration") + " = ? AND "
                + names.column("digest") + " = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, RUN);
            delete.setString(2, filled(token));
            delete.executeUpdate();
        }
    }

    /**
     * Holds the entry of the run with that token until the open transaction ends, so that no other run can begin before.
     *
     * @param step a number that was not given before in this run; a change is what a database holds
     * @return whether that run still is the one
     */
    public boolean holdRun(Connection connection, String token, long step) throws SQLException {
        String sql = "UPDATE " + names.qualified() + " SET " + names.column("place") + " = ? WHERE "
                + names.column("migration") + " = ? AND " + names.column("digest") + " = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, "the run as a whole, step " + step);
            update.setString(2, RUN);
            update.setString(3, token);
            return update.executeUpdate() == 1;
        }
    }

    /** Says that callbacks are to be called behind migrations that are about to be applied, by whichever run gets there. */
    public void owe(Connection connection, SessionIdentity session, String at) throws SQLException {
        intend(
                connection,
                new JournalEntry(OWED, Direction.UP, 0, "", State.RUNNING, "the callbacks behind the run", session, ""),
                at);
    }

    /** Whether callbacks behind a run were not called yet; reads nothing that a journal of an earlier version lacks. */
    public boolean owes(Connection connection) throws SQLException {
        String sql = names.select(List.of("state")) + " WHERE " + names.column("migration") + " = ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, OWED);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Says that they were called. */
    public void settle(Connection connection) throws SQLException {
        clear(connection, OWED);
    }

    /** What is known of that migration's units in that direction, by index. */
    public List<JournalEntry> entries(Connection connection, String migration, Direction direction)
            throws SQLException {
        boolean up = direction == Direction.UP;
        String sql = names.select(COLUMNS) + " WHERE " + names.column("migration") + " = ? AND " + names.column("unit")
                + (up ? " >= 0 ORDER BY " : " < 0 ORDER BY ") + names.column("unit") + (up ? "" : " DESC");
        List<JournalEntry> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, migration);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new JournalEntry(
                            rows.getString(1),
                            Direction.ofStored(rows.getInt(2)),
                            Direction.unit(rows.getInt(2)),
                            rows.getString(3).strip(),
                            State.valueOf(rows.getString(4)),
                            rows.getString(5),
                            new SessionIdentity(
                                    rows.getString(6),
                                    rows.getString(7),
                                    rows.getString(8).strip()),
                            stripped(rows.getString(9))));
                }
            }
        }
        return found;
    }

    /** Ids of migrations that were begun to be applied and are not completed. */
    public List<String> begun(Connection connection) throws SQLException {
        return ids(connection, " >= 0");
    }

    /** Ids of migrations of which anything is known, applied or taken back. */
    public Set<String> known(Connection connection) throws SQLException {
        return new HashSet<>(ids(connection, " IS NOT NULL"));
    }

    /** Ids of migrations of which a part is there, or may be: whatever was not refused as a whole. */
    public List<String> partlyDone(Connection connection) throws SQLException {
        return ids(connection, " IS NOT NULL AND " + names.column("state") + " <> '" + State.FAILED + "'");
    }

    private List<String> ids(Connection connection, String units) throws SQLException {
        String column = names.column("migration");
        String sql = "SELECT DISTINCT " + column + " FROM " + names.qualified() + " WHERE " + column + " NOT LIKE '"
                + RUN + "%' AND " + names.column("unit") + units;
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** Records the intent to execute that unit, in place of what was recorded of it before. */
    public void intend(Connection connection, JournalEntry entry, String at) throws SQLException {
        String sql = "DELETE FROM " + names.qualified() + " WHERE " + names.column("migration") + " = ? AND "
                + names.column("unit") + " = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, entry.migration());
            delete.setInt(2, entry.direction().stored(entry.unit()));
            delete.executeUpdate();
        }
        put(connection, entry, at);
    }

    /** Says how far the unit of that entry is now. */
    public void mark(Connection connection, JournalEntry entry, State state, String at) throws SQLException {
        String sql = "UPDATE " + names.qualified() + " SET " + names.column("state") + " = ?, "
                + names.column("changed_at") + " = ? WHERE " + names.column("migration") + " = ? AND "
                + names.column("unit") + " = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, state.name());
            update.setString(2, at);
            update.setString(3, entry.migration());
            update.setInt(4, entry.direction().stored(entry.unit()));
            if (update.executeUpdate() != 1) {
                throw new SQLException(
                        "the journal has lost the entry of unit " + entry.unit() + " of " + entry.migration());
            }
        }
    }

    /** Forgets that migration; part of its completion. */
    public void clear(Connection connection, String migration) throws SQLException {
        String sql = "DELETE FROM " + names.qualified() + " WHERE " + names.column("migration") + " = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, migration);
            delete.executeUpdate();
        }
    }

    /** The statements with which a person settles what the journal cannot know. */
    public String settlement(JournalEntry entry) {
        String where = " WHERE " + names.column("migration") + " = '"
                + entry.migration().replace("'", "''") + "' AND " + names.column("unit") + " = "
                + entry.direction().stored(entry.unit());
        return "if it took effect, run: UPDATE " + names.qualified() + " SET " + names.column("state") + " = '"
                + State.DONE + "'" + where + "; if it did not, run: DELETE FROM " + names.qualified() + where
                + (entry.direction() == Direction.UP ? "; then migrate again" : "; then undo again");
    }

    private void put(Connection connection, JournalEntry entry, String at) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(names.insert(COLUMNS))) {
            insert.setString(1, entry.migration());
            insert.setInt(2, entry.direction().stored(entry.unit()));
            insert.setString(3, filled(entry.digest()));
            insert.setString(4, entry.state().name());
            insert.setString(5, SqlNames.shortText(entry.place()));
            insert.setString(6, SqlNames.shortText(entry.session().server()));
            insert.setString(7, SqlNames.shortText(entry.session().session()));
            insert.setString(8, filled(entry.session().startedAt()));
            insert.setString(9, filled(entry.evidence()));
            insert.setString(10, at);
            insert.executeUpdate();
        }
    }

    /** Nothing in a row of a version that did not write it. */
    private static String stripped(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    /** A blank for nothing, because Oracle takes an empty text for a missing one. */
    private static String filled(String text) {
        return text.isEmpty() ? " " : text;
    }
}
