package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.StringJoiner;
import org.postgresql.copy.CopyOut;

/** Reads ranges of a table as COPY text, on a session whose transaction sees the snapshot and holds the locks. */
final class CopyReader implements TableReader {

    private static final int ROWS_BETWEEN_LOOKS = 1024;
    private static final String QUERY_CANCELED = "57014";
    private static final PostgreSqlDialect DIALECT = new PostgreSqlDialect();

    private final Session session;
    private final Release release;
    private volatile boolean cancelled;

    /** What becomes of the session when the reader is closed. */
    @FunctionalInterface
    interface Release {
        void close() throws SQLException;
    }

    CopyReader(Session session, Release release) {
        this.session = session;
        this.release = release;
    }

    @Override
    public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
        requireNotCancelled();
        CopyOut copy = session.driver().getCopyAPI().copyOut(query(table, chunk));
        long rows = 0;
        try {
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                requireNotCancelled();
                out.write(row);
                rows++;
                if (rows % ROWS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
                    throw DbOpsException.of(
                                    ErrorCode.INTERRUPTED, "Reading of table " + table.name() + " was interrupted.")
                            .build();
                }
            }
            requireNotCancelled();
        } catch (SQLException | IOException | RuntimeException e) {
            stop(copy, e);
            throw e;
        }
        if (rows != copy.getHandledRowCount()) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "Table " + table.name() + " gave " + rows + " rows where the server counted "
                                    + copy.getHandledRowCount() + ".")
                    .build();
        }
        return rows;
    }

    /** The server may have sent all rows before it was told to stop. */
    private void requireNotCancelled() throws SQLException {
        if (cancelled) {
            throw new SQLException("the reader was cancelled", QUERY_CANCELED);
        }
    }

    /**
     * Ends a COPY that nobody reads any more. The driver's own {@code cancelCopy} leaves the server's answer to be read, as
     * an error, by the next command; so the rest is read here.
     */
    private void stop(CopyOut copy, Exception failure) {
        try {
            if (copy.isActive()) {
                session.driver().cancelQuery();
                while (copy.readFromCopy() != null) {
                    // What was under way when the server was told.
                }
            }
        } catch (SQLException e) {
            if (!QUERY_CANCELED.equals(e.getSQLState())) {
                failure.addSuppressed(e);
            }
        }
    }

    /** {@code ONLY}: rows of children belong to the children. */
    static String query(TableData table, TableChunk chunk) {
        if (LargeObjects.are(table.name())) {
            return LargeObjects.read(chunk);
        }
        StringJoiner columns = new StringJoiner(", ");
        table.columns().forEach(column -> columns.add(DIALECT.quote(column)));
        String condition = HeapRange.parse(chunk.range()).condition();
        return "COPY (SELECT " + columns + " FROM ONLY "
                + DIALECT.quote(table.name().schema()) + "."
                + DIALECT.quote(table.name().name()) + (condition.isEmpty() ? "" : " WHERE " + condition)
                + ") TO STDOUT";
    }

    @Override
    public void cancel() {
        cancelled = true;
        session.cancel();
    }

    @Override
    public void close() throws SQLException {
        release.close();
    }
}
