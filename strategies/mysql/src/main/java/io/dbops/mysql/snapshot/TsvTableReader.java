package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Quoting;
import io.dbops.mysql.server.SessionSettings;
import io.dbops.spi.call.Abort;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Streams a range of a table as {@code LOAD DATA} text. */
final class TsvTableReader implements TableReader {

    /** The table that was there when the snapshot began is another one now. */
    private static final int TABLE_DEFINITION_CHANGED = 1412;

    private static final int NO_SUCH_TABLE = 1146;

    /** Proves that the table that was just read, and that nobody can replace now, is the one of the snapshot. */
    interface SameTable {
        void require(Connection connection, String table) throws SQLException;
    }

    /** What happens to the connection when the reader is closed. */
    interface Return {
        void run() throws SQLException;
    }

    private final BorrowedConnection borrowed;
    private final Connection connection;
    private final int fetchSize;
    private final Description tables;
    private final HeldTables held;
    private final SameTable sameTable;
    private final Return giveBack;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;
    private boolean closed;

    TsvTableReader(
            BorrowedConnection borrowed, Description tables, HeldTables held, SameTable sameTable, Return giveBack)
            throws SQLException {
        this.borrowed = borrowed;
        this.connection = borrowed.connection();
        this.fetchSize = streamingFetchSize(connection);
        this.tables = tables;
        this.held = held;
        this.sameTable = sameTable;
        this.giveBack = giveBack;
    }

    /** Connector/J streams at one magic number only; MariaDB's driver at any positive one. */
    private static int streamingFetchSize(Connection connection) throws SQLException {
        return connection.getMetaData().getDriverName().startsWith("MySQL") ? Integer.MIN_VALUE : 1_000;
    }

    @Override
    public long read(TableData data, TableChunk chunk, OutputStream out) throws SQLException, IOException {
        Table table = tables.table(chunk.table().name());
        execute("SAVEPOINT dbops_chunk");
        held.take(table.name());
        try {
            return read(table, chunk, out);
        } finally {
            held.letGo(table.name());
        }
    }

    private long read(Table table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
        long rows;
        try {
            // texts come as they are stored, converted by nobody
            SessionSettings.set(connection, "character_set_results", "");
            rows = stream(
                    select(table, KeyRange.parse(chunk.range())),
                    table.columns().size(),
                    out);
            sameTable.require(connection, table.name());
        } catch (SQLException e) {
            DbOpsException torn = torn(chunk, e);
            BorrowedConnection.closeAfter(torn == null ? e : torn, this::letGo);
            if (torn != null) {
                throw torn;
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            BorrowedConnection.closeAfter(e, this::letGo);
            throw e;
        }
        letGo();
        return rows;
    }

    private static @Nullable DbOpsException torn(TableChunk chunk, SQLException e) {
        if (e.getErrorCode() != TABLE_DEFINITION_CHANGED && e.getErrorCode() != NO_SUCH_TABLE) {
            return null;
        }
        DbOpsException torn = Fingerprints.torn("table " + chunk.table(), "was altered, truncated or replaced");
        torn.addSuppressed(e);
        return torn;
    }

    /** Whoever wants to alter the table waits for one chunk, not for the whole backup; but see {@link KeyedTableLocks}. */
    private void letGo() throws SQLException {
        if (!cancelled) {
            SessionSettings.set(connection, "character_set_results", "utf8mb4");
            execute("ROLLBACK TO SAVEPOINT dbops_chunk");
        }
    }

    private static String select(Table table, KeyRange range) {
        StringBuilder sql = new StringBuilder("SELECT ");
        String separator = "";
        for (Column column : table.columns()) {
            sql.append(separator).append(column.readExpression());
            separator = ", ";
        }
        sql.append(" FROM ").append(Quoting.identifier(table.name()));
        if (table.versioned()) {
            sql.append(" FOR SYSTEM_TIME ALL");
        }
        String condition = range.condition(table.key());
        if (!condition.isEmpty()) {
            sql.append(" FORCE INDEX (PRIMARY) WHERE ").append(condition);
        }
        return sql.toString();
    }

    private long stream(String sql, int columns, OutputStream out) throws SQLException, IOException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(fetchSize);
            running = statement;
            if (cancelled) {
                throw new SQLException("the reader was cancelled", "70100");
            }
            TsvEscape text = new TsvEscape(out);
            long count = 0;
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    if (cancelled) {
                        throw new SQLException("the reader was cancelled", "70100");
                    }
                    for (int i = 1; i <= columns; i++) {
                        text.field(rows.getBytes(i));
                    }
                    text.endRow();
                    count++;
                }
            } finally {
                running = null;
            }
            text.flush();
            requireNoWarning();
            return count;
        }
    }

    /** A value that was too long for max_allowed_packet would have come as NULL. */
    private void requireNoWarning() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW COUNT(*) WARNINGS")) {
            row.next();
            if (row.getLong(1) != 0) {
                throw DbOpsException.of(
                                ErrorCode.BACKUP_FAILED,
                                "the server warned while rows were read: values may have been cut")
                        .with("warnings", row.getLong(1))
                        .hint("Raise max_allowed_packet on the server.")
                        .build();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends the session: a driver that streams would otherwise read the rest of the rows, only to drop them. */
    @Override
    public void cancel() {
        cancelled = true;
        borrowed.markUnusable();
        try {
            Statement statement = running;
            if (statement != null) {
                statement.cancel();
            }
            Abort.of(connection);
        } catch (SQLException alreadyOver) {
            // the flag ends what the server no longer runs
        }
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            giveBack.run();
        }
    }
}
