package io.dbops.mysql.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads rows by INSERT statements of many rows each. Strict mode makes of every bent value an error. */
final class InsertBatches {

    private static final int MOST_ROWS = 500;
    private static final int MOST_PARAMETERS = 20_000;

    /** Well below the servers' smallest default of max_allowed_packet, 16 MiB, also when every byte is escaped. */
    private static final long MOST_BYTES = 2L * 1024 * 1024;

    /** Told before a statement runs, so that it can be cancelled. */
    interface Starting {
        void accept(Statement statement) throws SQLException;
    }

    private final Connection connection;
    private final LoadStatements statements;
    private final Starting starting;

    InsertBatches(Connection connection, LoadStatements statements, Starting starting) {
        this.connection = connection;
        this.statements = statements;
        this.starting = starting;
    }

    /** Inserts all rows and tells how many the server says it inserted. */
    long load(TsvRows rows) throws SQLException, IOException {
        int columns = statements.columns().size();
        int atOnce = Math.max(1, Math.min(MOST_ROWS, MOST_PARAMETERS / columns));
        List<List<byte @Nullable []>> batch = new ArrayList<>();
        long bytes = 0;
        long inserted = 0;
        for (List<byte @Nullable []> row = rows.next(); row != null; row = rows.next()) {
            if (row.size() != columns) {
                throw new IOException("a row has " + row.size() + " fields, not " + columns);
            }
            batch.add(row);
            for (byte @Nullable [] value : row) {
                bytes += value == null ? 0 : value.length;
            }
            if (batch.size() == atOnce || bytes >= MOST_BYTES) {
                inserted += insert(batch);
                batch.clear();
                bytes = 0;
            }
        }
        return batch.isEmpty() ? inserted : inserted + insert(batch);
    }

    private long insert(List<List<byte @Nullable []>> batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.insert(batch.size()))) {
            int parameter = 1;
            for (List<byte @Nullable []> row : batch) {
                for (int i = 0; i < row.size(); i++) {
                    bind(statement, parameter++, statements.columns().get(i), row.get(i));
                }
            }
            starting.accept(statement);
            return statement.executeLargeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int parameter, Column column, byte @Nullable [] value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, column.bytes() ? Types.VARBINARY : Types.VARCHAR);
        } else if (column.bytes()) {
            statement.setBytes(parameter, value);
        } else {
            statement.setString(parameter, new String(value, StandardCharsets.UTF_8));
        }
    }
}
