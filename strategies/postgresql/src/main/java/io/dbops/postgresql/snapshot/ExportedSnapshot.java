package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.catalog.Definitions;
import io.dbops.spi.Sleeper;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.spi.snapshot.StockRecovery;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A snapshot that its leading session exports. The leading session serves one reader, so that n readers need n connections. */
final class ExportedSnapshot implements SnapshotSession, BlockingSnapshot, StockRecovery {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final SnapshotRequest request;
    private final Sleeper sleeper;
    private final SnapshotLeader.Locked locked;
    private final String snapshot;
    private final String position;
    private final List<SchemaItem> definitions;
    private final List<TableData> tables;
    private final Set<Session> workers = ConcurrentHashMap.newKeySet();
    private final Map<Session, Integer> backends = new ConcurrentHashMap<>();
    private volatile boolean leaderReads;

    private ExportedSnapshot(SnapshotRequest request, Sleeper sleeper, SnapshotLeader.Locked locked)
            throws SQLException {
        this.request = request;
        this.sleeper = sleeper;
        this.locked = locked;
        List<String> export = new ArrayList<>();
        locked.catalog()
                .each(
                        "SELECT pg_catalog.pg_export_snapshot(), CASE WHEN pg_catalog.pg_is_in_recovery()"
                                + " THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END",
                        row -> {
                            export.add(row.getString(1));
                            export.add(row.getString(2));
                        });
        this.snapshot = export.get(0);
        backends.put(locked.session(), locked.session().backend());
        this.position = export.get(1) == null ? "" : export.get(1);
        Definitions read = Definitions.read(locked.catalog());
        List<String> faults = new ArrayList<>(read.faults());
        faults.addAll(
                PostgreSqlSnapshotStrategy.omissions(read, request.scope()).faults());
        if (!faults.isEmpty()) {
            throw SnapshotLeader.refused(faults);
        }
        this.definitions = read.items();
        List<TableData> found = new ArrayList<>();
        LargeObjects.table(locked.catalog(), request).ifPresent(found::add);
        locked.relations().stream().filter(Relation::hasRows).forEach(relation -> found.add(table(relation, request)));
        found.sort(Comparator.comparing(TableData::name));
        this.tables = List.copyOf(found);
    }

    static ExportedSnapshot open(SnapshotRequest request, Sleeper sleeper) throws SQLException, InterruptedException {
        SnapshotLeader.Locked locked = new SnapshotLeader(request).open();
        try {
            return new ExportedSnapshot(request, sleeper, locked);
        } catch (SQLException | RuntimeException e) {
            try {
                locked.session().close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static TableData table(Relation relation, SnapshotRequest request) {
        List<TableChunk> chunks = new ArrayList<>();
        for (HeapRange range : ranges(relation, request)) {
            chunks.add(new TableChunk(relation.name(), chunks.size(), range.notation()));
        }
        String order = relation.heap() ? HeapRange.ORDER : "";
        return new TableData(relation.name(), relation.columns(), "copy", order, relation.bytes(), chunks);
    }

    private static List<HeapRange> ranges(Relation relation, SnapshotRequest request) {
        if (!relation.heap()) {
            return List.of(HeapRange.parse(""));
        }
        List<HeapRange> earlier = request.reference(relation.name())
                .filter(table -> table.order().equals(HeapRange.ORDER))
                .map(table -> table.chunks().stream()
                        .map(chunk -> HeapRange.parse(chunk.range()))
                        .toList())
                .orElse(List.of());
        return earlier.isEmpty()
                ? HeapRange.cut(relation.blocks(), relation.bytes(), request.chunkBytes())
                : HeapRange.continued(earlier, relation.blocks(), relation.bytes(), request.chunkBytes());
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
        return PsqlCommands.of(tables);
    }

    @Override
    public int maxReaders() {
        return request.readers();
    }

    @Override
    public TableReader openReader() throws SQLException, InterruptedException {
        if (!leaderReads) {
            leaderReads = true;
            return new CopyReader(locked.session(), () -> leaderReads = false);
        }
        Session worker = Session.borrow(request.connections());
        workers.add(worker);
        try {
            join(worker);
        } catch (SQLException | InterruptedException | RuntimeException e) {
            try {
                release(worker);
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        return new CopyReader(worker, () -> release(worker));
    }

    /**
     * All locks at once and before the first row: DDL that comes later waits behind every reader, and cannot stand between
     * a reader and its next table.
     */
    private void join(Session worker) throws SQLException, InterruptedException {
        long attempts = 1 + request.lockWait().toMillis() / BETWEEN_ATTEMPTS.toMillis();
        for (long attempt = 1; ; attempt++) {
            try {
                worker.beginRead(snapshot);
                TableLocks.takeAtOnce(worker, locked.names());
                backends.put(worker, worker.backend());
                return;
            } catch (SQLException e) {
                if (!TableLocks.isTimeout(e)) {
                    throw e;
                }
                if (attempt >= attempts) {
                    throw TableLocks.timedOut(worker, request.lockWait(), e);
                }
                worker.rollback();
            }
            sleeper.sleep(BETWEEN_ATTEMPTS);
        }
    }

    private void release(Session session) throws SQLException {
        workers.remove(session);
        backends.remove(session);
        session.close();
    }

    @Override
    public BlockedWatch watch() throws SQLException {
        return LockQueue.behind(() -> Set.copyOf(backends.values()), request.connections());
    }

    @Override
    public void release() {
        backends.keySet().forEach(Session::abort);
    }

    @Override
    public List<SchemaItem> finish() throws SQLException {
        Map<Long, Long> filenodes = locked.query().filenodesNow(locked.relations());
        Map<String, Long> oids = locked.query().oidsNow(locked.relations());
        for (Relation relation : locked.relations()) {
            if (!Long.valueOf(relation.filenode()).equals(filenodes.get(relation.oid()))
                    || !Long.valueOf(relation.oid()).equals(oids.get(relation.quoted()))) {
                throw DbOpsException.of(
                                ErrorCode.BACKUP_TORN,
                                "Table " + relation.name() + " was altered, swapped or truncated since the snapshot.")
                        .build();
            }
        }
        return SequenceStates.read(locked.catalog(), locked.query().sequences());
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        List<Session> open = new ArrayList<>(workers);
        open.add(locked.session());
        for (Session session : open) {
            try {
                release(session);
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
