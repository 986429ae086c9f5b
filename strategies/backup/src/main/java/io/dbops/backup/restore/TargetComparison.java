package io.dbops.backup.restore;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.RowSum;
import io.dbops.backup.stream.RowTally;
import io.dbops.backup.stream.TallyOutput;
import io.dbops.backup.work.ParallelWork;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.RateLimit;
import io.dbops.backup.work.Worker;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.value.QualifiedName;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads the restored rows again and compares counts and content digests, table by table. Used once. */
final class TargetComparison {

    private static final int BUFFER = 64 * 1024;

    private final BackupLabel label;
    private final List<TableContents> tables;
    private final boolean othersMayBeThere;
    private final ContentDigests digests;
    private final UnaryOperator<String> schemaInTarget;
    private final Optional<QualifiedName> journal;
    private final Progress progress;
    private final Deadline deadline;
    private final Map<QualifiedName, Found> found = new TreeMap<>();

    TargetComparison(
            BackupLabel label,
            List<TableContents> tables,
            boolean othersMayBeThere,
            ContentDigests digests,
            UnaryOperator<String> schemaInTarget,
            Optional<QualifiedName> journal,
            Progress progress,
            Deadline deadline) {
        this.label = label;
        this.tables = tables;
        this.othersMayBeThere = othersMayBeThere;
        this.journal = journal;
        this.progress = progress;
        this.deadline = deadline;
        this.digests = digests;
        this.schemaInTarget = schemaInTarget;
    }

    /** Throws {@code RESTORE_FAILED} that names every table that differs. */
    void run(BackupStrategy strategy, SnapshotRequest request, String name) throws Exception {
        try (SnapshotSession session = strategy.openSnapshot(request)) {
            read(session, request.readers(), name);
        }
        List<String> differences = differences();
        if (!differences.isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.RESTORE_FAILED,
                            "the restored tables differ from backup " + label + ": " + String.join("; ", differences))
                    .hint("Do not use the target; restore another backup or report this.")
                    .build();
        }
    }

    private void read(SnapshotSession session, int most, String name) throws Exception {
        List<TableChunk> chunks = new ArrayList<>();
        Map<QualifiedName, TableData> there = new TreeMap<>();
        Set<QualifiedName> expected = tables.stream().map(this::inTarget).collect(Collectors.toSet());
        for (TableData table : session.tables()) {
            if (journal.filter(table.name()::equals).isPresent()
                    || othersMayBeThere && !expected.contains(table.name())) {
                continue;
            }
            there.put(table.name(), table);
            found.put(table.name(), new Found(table.chunks().size()));
            chunks.addAll(table.chunks());
        }
        int count = Math.min(Math.min(most, session.maxReaders()), Math.max(1, chunks.size()));
        AtomicBoolean stopped = new AtomicBoolean();
        List<Reader> readers = new ArrayList<>();
        try {
            while (readers.size() < count) {
                readers.add(new Reader(session.openReader(), there, stopped));
            }
        } catch (Exception e) {
            for (Reader each : readers) {
                try {
                    each.close();
                } catch (SQLException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
        new ParallelWork<>(name, readers, chunks, stopped, deadline).run();
    }

    private QualifiedName inTarget(TableContents table) {
        return new QualifiedName(
                schemaInTarget.apply(table.name().schema()), table.name().name());
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (TableContents table : tables) {
            QualifiedName name = inTarget(table);
            Found there = found.remove(name);
            if (there == null) {
                differences.add("table " + name + " is not there");
            } else if (there.rows != table.rows()) {
                differences.add("table " + name + " has " + there.rows + " rows, expected " + table.rows());
            } else if (!ContentDigests.same(digests.of(there.rows, there.sum), table.digest())) {
                differences.add("table " + name + " has other contents in its " + there.rows + " rows");
            }
        }
        found.keySet().forEach(name -> differences.add("table " + name + " is not in the backup"));
        return differences;
    }

    private synchronized void add(QualifiedName table, RowTally tally) {
        Found there = found.get(table);
        if (there == null) {
            throw new IllegalStateException("a chunk of no table: " + table);
        }
        there.rows += tally.rows();
        there.sum.add(tally.sum());
        if (--there.chunksLeft == 0) {
            progress.itemFinished("compared " + table);
        }
    }

    /** What a table of the target holds. */
    private static final class Found {
        private long rows;
        private int chunksLeft;
        private final RowSum sum = new RowSum();

        Found(int chunks) {
            this.chunksLeft = chunks;
        }
    }

    /** Digests chunks of the target. */
    private final class Reader implements Worker<TableChunk> {
        private final TableReader reader;
        private final Map<QualifiedName, TableData> tables;
        private final AtomicBoolean stopped;

        Reader(TableReader reader, Map<QualifiedName, TableData> tables, AtomicBoolean stopped) {
            this.reader = reader;
            this.tables = tables;
            this.stopped = stopped;
        }

        @Override
        public void work(TableChunk chunk) throws Exception {
            TableData table = tables.get(chunk.table());
            if (table == null) {
                throw new IllegalStateException("a chunk of no table: " + chunk);
            }
            RowTally tally = new RowTally();
            OutputStream rows = new BufferedOutputStream(
                    new TallyOutput(
                            OutputStream.nullOutputStream(), tally, stopped::get, RateLimit.none(), count -> {}),
                    BUFFER);
            reader.read(table, chunk, rows);
            rows.flush();
            add(chunk.table(), tally);
        }

        @Override
        public void cancel() {
            reader.cancel();
        }

        @Override
        public void close() throws SQLException {
            reader.close();
        }
    }
}
