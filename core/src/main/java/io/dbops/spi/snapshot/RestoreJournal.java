package io.dbops.spi.snapshot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What of a restore was done, in a table of the target; for strategies that implement {@link ResumableRestore}. Its statements
 * are standard SQL. Thread-safe as long as each thread brings its own connection.
 */
public final class RestoreJournal {

    /** The journal's name, as the catalogue of most products spells it, for its table or the schema of it. */
    public static final String NAME = "dbops_restore_journal";

    private static final String RESTORE = "restore ";
    private static final String LOADED = "all rows";
    private static final String BEGUN = "begun";
    private static final String DONE = "done";

    private final String table;
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private volatile boolean open;

    /** @param table as a statement names it, quoted */
    public RestoreJournal(String table) {
        this.table = table;
    }

    /** The statement that makes the table. */
    public String creation() {
        return "CREATE TABLE " + table + " (step VARCHAR(100) NOT NULL PRIMARY KEY, state VARCHAR(10) NOT NULL)";
    }

    /** Reads what is there; the table must exist. */
    public void read(Connection connection) throws SQLException {
        states.clear();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT step, state FROM " + table)) {
            while (row.next()) {
                states.put(row.getString(1), row.getString(2));
            }
        }
        open = true;
    }

    /** Which restore it is of; empty while it is not read, or was made and not begun. */
    public Optional<String> restore() {
        return states.keySet().stream()
                .filter(step -> step.startsWith(RESTORE))
                .map(step -> step.substring(RESTORE.length()))
                .findFirst();
    }

    /** Notes which restore it is of. */
    public void begin(Connection connection, String restore) throws SQLException {
        states.clear();
        open = true;
        note(connection, RESTORE + restore);
    }

    /** Notes that all rows are in. */
    public void allLoaded(Connection connection) throws SQLException {
        if (!areAllLoaded()) {
            note(connection, LOADED);
        }
    }

    public boolean areAllLoaded() {
        return states.containsKey(LOADED);
    }

    public boolean isLoaded(TableChunk chunk) {
        return states.containsKey(stepOf(chunk));
    }

    /**
     * Notes a chunk, as the first thing in the transaction that loads it: whoever else loads the same one waits for it and is
     * refused. Nothing happens while there is no journal.
     */
    public void loading(Connection connection, TableChunk chunk) throws SQLException {
        if (open) {
            insert(connection, stepOf(chunk), DONE);
        }
    }

    public boolean isDefined(SchemaItem item, int number) {
        return DONE.equals(states.get(stepOf(item, number)));
    }

    /** Notes a definition, in the transaction that runs it; nothing happens while there is no journal. */
    public void defining(Connection connection, SchemaItem item, int number) throws SQLException {
        if (open) {
            insert(connection, stepOf(item, number), DONE);
        }
    }

    /** Runs something that commits by itself. */
    @FunctionalInterface
    public interface Run {
        void run() throws SQLException;
    }

    /**
     * For products whose definitions commit by themselves: notes the definition, runs it, notes that it ended. One that is noted as
     * begun already may have ended.
     *
     * @param isThere whether a failure says that what shall be defined exists
     */
    public void define(Connection connection, SchemaItem item, int number, Run run, Predicate<SQLException> isThere)
            throws SQLException {
        String step = stepOf(item, number);
        String state = states.get(step);
        if (DONE.equals(state)) {
            return;
        }
        if (state == null) {
            insert(connection, step, BEGUN);
            commit(connection);
        }
        try {
            run.run();
        } catch (SQLException e) {
            if (state == null || !isThere.test(e)) {
                throw e;
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE " + table + " SET state = ? WHERE step = ?")) {
            statement.setString(1, DONE);
            statement.setString(2, step);
            statement.executeUpdate();
        }
        commit(connection);
    }

    private void note(Connection connection, String step) throws SQLException {
        insert(connection, step, DONE);
        commit(connection);
        states.put(step, DONE);
    }

    private void insert(Connection connection, String step, String state) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
            statement.setString(1, step);
            statement.setString(2, state);
            statement.executeUpdate();
        }
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static String stepOf(SchemaItem item, int number) {
        return (item.phase() == SchemaItem.Phase.BEFORE_DATA ? "before " : "after ") + number;
    }

    private static String stepOf(TableChunk chunk) {
        return tableOf(chunk) + chunk.number();
    }

    // ASCII of a fixed length, whatever a table is called and however the target compares texts
    private static String tableOf(TableChunk chunk) {
        String name = chunk.table().schema() + "\0" + chunk.table().name();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "rows " + HexFormat.of().formatHex(digest, 0, 16) + " ";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }
}
