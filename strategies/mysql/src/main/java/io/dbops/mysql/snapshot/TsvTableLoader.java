package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads chunks by {@code LOAD DATA LOCAL}, or by INSERT where the server or the driver refuses that. LOCAL passes over
 * duplicates and bends values with no more than a warning, even in strict mode: so any warning undoes the chunk.
 */
final class TsvTableLoader implements TableLoader {

    private final BorrowedConnection borrowed;
    private final Connection connection;
    private final Catalogue catalogue;
    private final RestoreJournal journal;
    private final Map<String, List<Column>> columnsByTable = new HashMap<>();
    /** A note in the same transaction would say nothing of their rows; with GTIDs MySQL refuses it too. */
    private final Set<String> nonTransactional = new HashSet<>();

    private boolean localInfile = true;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    TsvTableLoader(BorrowedConnection borrowed, String database, RestoreJournal journal) {
        this.journal = journal;
        this.borrowed = borrowed;
        this.connection = borrowed.connection();
        this.catalogue = new Catalogue(connection, database);
    }

    @Override
    public void load(TableData table, TableChunk chunk, long rows, InputStream in) throws SQLException, IOException {
        LoadStatements statements = new LoadStatements(table.name().name(), columnsOf(table));
        borrowed.execute("START TRANSACTION");
        try {
            if (!nonTransactional.contains(table.name().name())) {
                journal.loading(connection, chunk);
            }
            requireExactly(chunk, rows, fill(statements, chunk, in));
            borrowed.execute("COMMIT");
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                borrowed.execute("ROLLBACK");
            } catch (SQLException failed) {
                borrowed.markUnusable();
                e.addSuppressed(failed);
            }
            throw e;
        }
    }

    private long fill(LoadStatements statements, TableChunk chunk, InputStream in) throws SQLException, IOException {
        WatchedStream watched = new WatchedStream(in, () -> cancelled);
        if (localInfile) {
            try (Statement statement = connection.createStatement()) {
                start(statement);
                long loaded = LocalInfile.load(statement, statements.loadData(), watched);
                watched.rethrow();
                requireNoWarning(chunk);
                return loaded;
            } catch (SQLException e) {
                watched.rethrow();
                if (watched.touched() || cancelled) {
                    throw e;
                }
                // refused before a byte was asked for; if the reason is another one, INSERT meets it too
                localInfile = false;
            } finally {
                running = null;
            }
        }
        try {
            long inserted = new InsertBatches(connection, statements, this::start).load(new TsvRows(watched));
            watched.rethrow();
            return inserted;
        } catch (IOException e) {
            watched.rethrow(); // text that ends too soon is only what came of it
            throw e;
        } finally {
            running = null;
        }
    }

    private void start(Statement statement) throws SQLException {
        running = statement;
        if (cancelled) {
            throw new SQLException("the loader was cancelled", "70100");
        }
    }

    /** The text of a warning may hold values: its code has to do. */
    private void requireNoWarning(TableChunk chunk) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long count;
            try (ResultSet row = statement.executeQuery("SHOW COUNT(*) WARNINGS")) {
                row.next();
                count = row.getLong(1);
            }
            if (count == 0) {
                return;
            }
            try (ResultSet first = statement.executeQuery("SHOW WARNINGS LIMIT 1")) {
                String code = first.next() ? first.getString(2) : "unknown";
                throw DbOpsException.of(
                                ErrorCode.RESTORE_FAILED,
                                "chunk " + chunk.number() + " of table " + chunk.table()
                                        + " was refused: the server did not take every value as it is")
                        .with("warnings", count)
                        .with("firstCode", code)
                        .build();
            }
        }
    }

    private static void requireExactly(TableChunk chunk, long expected, long loaded) {
        if (loaded != expected) {
            throw DbOpsException.of(
                            ErrorCode.RESTORE_FAILED,
                            "chunk " + chunk.number() + " of table " + chunk.table() + " has " + expected
                                    + " rows in the backup, but " + loaded + " were loaded")
                    .build();
        }
    }

    private List<Column> columnsOf(TableData data) throws SQLException {
        String name = data.name().name();
        List<Column> columns = columnsByTable.get(name);
        if (columns == null) {
            List<Table> tables = catalogue.tables().stream()
                    .filter(table -> table.name().equals(name))
                    .toList();
            if (tables.stream().anyMatch(table -> !table.transactional())) {
                nonTransactional.add(name);
            }
            List<Column> there =
                    tables.stream().flatMap(table -> table.columns().stream()).toList();
            columns = data.columns().stream()
                    .map(wanted -> there.stream()
                            .filter(column -> column.name().equals(wanted))
                            .findFirst()
                            .orElseThrow(() -> DbOpsException.of(
                                            ErrorCode.RESTORE_FAILED,
                                            "the target has no column " + catalogue.database() + "." + name + "."
                                                    + wanted)
                                    .build()))
                    .toList();
            columnsByTable.put(name, columns);
        }
        return columns;
    }

    @Override
    public void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException alreadyOver) {
                // the flag ends what the server no longer runs
            }
        }
    }

    @Override
    public void close() throws SQLException {
        borrowed.close();
    }
}
