package io.dbops.h2;

import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows as INSERT statements, one per line, which H2's own RunScript reads back. */
final class H2TableReader implements TableReader {

    /** {@code org.h2.api.ErrorCode.STATEMENT_WAS_CANCELED}. */
    private static final int CANCELLED = 57014;

    private final Connection connection;
    private final BiConsumer<TableChunk, Long> counted;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    H2TableReader(Connection connection, BiConsumer<TableChunk, Long> counted) {
        this.connection = connection;
        this.counted = counted;
    }

    @Override
    public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
        List<H2Catalogue.Column> columns = H2Catalogue.columns(connection, table.name());
        String list = table.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        byte[] head = InsertLine.head(table.name(), columns, list).getBytes(StandardCharsets.UTF_8);
        byte[] tail = ");\n".getBytes(StandardCharsets.UTF_8);
        long rows = 0;
        try (Statement statement = connection.createStatement()) {
            running = statement;
            requireNotCancelled();
            // H2 materialises a result before the first row; chunks keep it small.
            String query = "SELECT " + list + " FROM " + Identifiers.quote(table.name()) + RowIdRanges.where(chunk);
            try (ResultSet result = statement.executeQuery(query)) {
                StringBuilder line = new StringBuilder();
                while (result.next()) {
                    requireNotCancelled();
                    line.setLength(0);
                    for (int i = 0; i < columns.size(); i++) {
                        line.append(i == 0 ? "" : ", ");
                        Literals.append(line, result, i + 1, columns.get(i).type());
                    }
                    out.write(head);
                    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
                    out.write(tail);
                    rows++;
                }
            }
        } finally {
            running = null;
        }
        requireNotCancelled();
        counted.accept(chunk, rows);
        return rows;
    }

    /** A result that was made before is read on without a word to the database. */
    private void requireNotCancelled() throws SQLException {
        if (cancelled) {
            throw new SQLException("the reader was cancelled", "57014", CANCELLED);
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
    public void close() {
        // The connection is the session's.
    }
}
