package io.dbops.h2;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the INSERT lines of a chunk in one transaction, several rows in one statement: parsing is what costs. Every line must
 * begin exactly as this table's lines do, so that nothing but rows of this table is ever run.
 */
final class H2TableLoader implements TableLoader {

    private static final int ROWS_PER_STATEMENT = 500;
    private static final int CHARACTERS_PER_STATEMENT = 1 << 20;

    /** {@code org.h2.api.ErrorCode.STATEMENT_WAS_CANCELED}. */
    private static final int CANCELLED = 57014;

    private final Connection connection;
    private final RestoreJournal journal;
    private final boolean autoCommit;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    H2TableLoader(Connection connection, RestoreJournal journal) throws SQLException {
        this.connection = connection;
        this.journal = journal;
        this.autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
    }

    @Override
    public void load(TableData table, TableChunk chunk, long rows, InputStream in) throws SQLException, IOException {
        String list = table.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        String head = InsertLine.head(table.name(), H2Catalogue.columns(connection, table.name()), list);
        try (Statement statement = connection.createStatement()) {
            running = statement;
            statement.setEscapeProcessing(false);
            journal.loading(connection, chunk);
            long loaded = insert(statement, head, in);
            if (loaded != rows) {
                throw DbOpsException.of(
                                ErrorCode.RESTORE_FAILED,
                                "chunk " + chunk.number() + " of " + table.name() + " holds " + loaded
                                        + " rows, expected " + rows)
                        .hint("Verify the backup fully; nothing of this chunk was kept.")
                        .build();
            }
            requireNotCancelled();
            connection.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            rollback(e);
            throw e;
        } finally {
            running = null;
        }
    }

    private long insert(Statement statement, String head, InputStream in) throws SQLException, IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        StringBuilder sql = new StringBuilder();
        long loaded = 0;
        int pending = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            requireNotCancelled();
            if (!line.startsWith(head) || !line.endsWith(");")) {
                throw new IOException("line " + (loaded + pending + 1) + " is not a row of this table");
            }
            sql.append(pending == 0 ? head : ", (");
            sql.append(line, head.length(), line.length() - 1);
            pending++;
            if (pending == ROWS_PER_STATEMENT || sql.length() > CHARACTERS_PER_STATEMENT) {
                loaded += statement.executeLargeUpdate(sql.toString());
                sql.setLength(0);
                pending = 0;
            }
        }
        return pending == 0 ? loaded : loaded + statement.executeLargeUpdate(sql.toString());
    }

    private void requireNotCancelled() throws SQLException {
        if (cancelled) {
            throw new SQLException("the loader was cancelled", "57014", CANCELLED);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // The statement is ending by itself, which is what was asked for.
                return;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private void rollback(Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
