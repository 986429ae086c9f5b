package io.dbops.h2;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.spi.snapshot.StockRecovery;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One snapshot on one connection; see {@link H2SnapshotStrategy} for how changes are detected. */
final class H2SnapshotSession implements SnapshotSession, StockRecovery {

    static final String FORMAT = "sql";

    /** {@code org.h2.engine.Constants.TRANSACTION_SNAPSHOT}, documented with H2's isolation levels. */
    private static final int ISOLATION_SNAPSHOT = 6;

    private static final long BYTES_PER_COLUMN = 16;

    private final Connection reading;
    private final Connection describing;
    private final int readingIsolation;
    private final boolean readingAutoCommit;
    private final Set<String> schemas;
    private final Map<QualifiedName, Long> rowsAtStart = new LinkedHashMap<>();
    private final Map<TableChunk, Long> rowsRead = new HashMap<>();
    private List<SchemaItem> definitions = List.of();
    private List<TableData> tables = List.of();

    private H2SnapshotSession(Connection reading, Connection describing, Set<String> schemas) throws SQLException {
        this.reading = reading;
        this.describing = describing;
        this.readingIsolation = reading.getTransactionIsolation();
        this.readingAutoCommit = reading.getAutoCommit();
        this.schemas = schemas;
    }

    static H2SnapshotSession open(SnapshotRequest request) throws SQLException {
        Connection reading = request.connections().getConnection();
        try {
            Connection describing = request.connections().getConnection();
            try {
                H2SnapshotSession session = new H2SnapshotSession(reading, describing, request.schemas());
                session.begin(request);
                return session;
            } catch (SQLException | RuntimeException e) {
                closeQuietly(describing, e);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            closeQuietly(reading, e);
            throw e;
        }
    }

    private void begin(SnapshotRequest request) throws SQLException {
        H2Catalogue.requireSchemas(describing, schemas);
        List<String> faults = H2Catalogue.faults(describing, request.scope());
        if (!faults.isEmpty()) {
            throw DbOpsException.of(ErrorCode.BACKUP_FAILED, "the database cannot be wholly read: " + faults)
                    .hint("Connect as an administrator of H2; leave out the schema of a column that is not captured.")
                    .build();
        }
        List<SchemaItem> before = H2Script.definitions(describing, schemas);
        reading.setTransactionIsolation(ISOLATION_SNAPSHOT);
        reading.setAutoCommit(false);
        List<TableData> found = new ArrayList<>();
        // The first query fixes the snapshot of all tables.
        for (QualifiedName table : H2Catalogue.tables(reading, schemas)) {
            found.add(measure(table, request));
        }
        definitions = H2Script.definitions(describing, schemas);
        requireSame(before, definitions);
        tables = List.copyOf(found);
    }

    private TableData measure(QualifiedName table, SnapshotRequest request) throws SQLException {
        List<H2Catalogue.Column> columns = H2Catalogue.columns(reading, table);
        long rowBytes = 20 + BYTES_PER_COLUMN * columns.size();
        long rows;
        List<TableChunk> chunks;
        try (Statement statement = reading.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*), MIN(_ROWID_), MAX(_ROWID_) FROM " + Identifiers.quote(table))) {
            row.next();
            rows = row.getLong(1);
            long first = row.getLong(2);
            long last = row.getLong(3);
            List<TableChunk> earlier = request.reference(table)
                    .filter(other -> other.order().equals(RowIdRanges.ORDER))
                    .map(TableData::chunks)
                    .orElse(List.of());
            long rowsPerChunk = Math.max(1, request.chunkBytes() / rowBytes);
            chunks = rows > 0 && RowIdRanges.covers(earlier)
                    ? RowIdRanges.continued(
                            earlier, rowsOf(earlier.get(earlier.size() - 1)), table, first, last, rowsPerChunk)
                    : RowIdRanges.cut(table, first, last, rows, rowsPerChunk);
        }
        rowsAtStart.put(table, rows);
        List<String> names = columns.stream().map(H2Catalogue.Column::name).toList();
        return new TableData(table, names, FORMAT, RowIdRanges.ORDER, rows * rowBytes, chunks);
    }

    private long rowsOf(TableChunk chunk) throws SQLException {
        try (Statement statement = reading.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM " + Identifiers.quote(chunk.table()) + RowIdRanges.where(chunk))) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public List<SchemaItem> definitions() {
        return definitions;
    }

    @Override
    public List<TableData> tables() {
        return tables;
    }

    @Override
    public StockClient stockClient() {
        return H2Script.STOCK_CLIENT;
    }

    @Override
    public int maxReaders() {
        return 1;
    }

    @Override
    public TableReader openReader() {
        return new H2TableReader(reading, rowsRead::put);
    }

    @Override
    public List<SchemaItem> finish() throws SQLException {
        requireSame(definitions, H2Script.definitions(describing, schemas));
        for (Map.Entry<QualifiedName, Long> table : rowsAtStart.entrySet()) {
            long read = rowsRead.entrySet().stream()
                    .filter(chunk -> chunk.getKey().table().equals(table.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (read != table.getValue()) {
                throw torn(table.getKey() + " held " + table.getValue() + " rows when the snapshot was taken, " + read
                        + " were read");
            }
        }
        List<SchemaItem> states = new ArrayList<>();
        for (String sql : H2Catalogue.sequenceStates(describing, schemas)) {
            states.add(H2Script.state(sql));
        }
        return states;
    }

    @Override
    public String position() {
        return "";
    }

    @Override
    public void close() throws SQLException {
        try (reading;
                describing) {
            if (!reading.isClosed()) {
                reading.rollback();
                reading.setAutoCommit(readingAutoCommit);
                reading.setTransactionIsolation(readingIsolation);
            }
        }
    }

    private static void requireSame(List<SchemaItem> before, List<SchemaItem> after) {
        List<String> gone = new ArrayList<>(H2Script.comparable(before));
        List<String> come = new ArrayList<>(H2Script.comparable(after));
        gone.removeAll(H2Script.comparable(after));
        come.removeAll(H2Script.comparable(before));
        if (!gone.isEmpty() || !come.isEmpty()) {
            String first = gone.isEmpty() ? come.get(0) : gone.get(0);
            throw torn("a definition changed while the backup ran: "
                    + first.lines().findFirst().orElse(""));
        }
    }

    private static DbOpsException torn(String what) {
        return DbOpsException.of(ErrorCode.BACKUP_TORN, what)
                .hint("Nothing was stored as a backup; run it again when no DDL runs.")
                .build();
    }

    private static void closeQuietly(Connection connection, Exception reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
