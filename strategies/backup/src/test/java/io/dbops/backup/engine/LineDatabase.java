package io.dbops.backup.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.DefinitionPreflight;
import io.dbops.spi.snapshot.FreeSpace;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.value.QualifiedName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database of lines in memory, with a strategy over it: what the engine does with a strategy is seen without any server. Hooks
 * let a test misbehave where a real strategy might.
 */
final class LineDatabase implements BackupStrategy {

    static final int ROWS_PER_CHUNK = 100;

    /** Lines by table; a restore fills them. */
    final Map<QualifiedName, List<String>> tables = new TreeMap<>();

    final List<String> defined = new ArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    volatile Hook onRow = (table, row, cancelled) -> row;
    volatile long miscount;
    volatile Runnable onFinish = () -> {};
    volatile Waiting waiting = List::of;
    final AtomicInteger released = new AtomicInteger();
    volatile String lacking = "";
    volatile long freeBytes = Long.MAX_VALUE;
    volatile Runnable onPreflight = () -> {};
    volatile Hook onLoad = (table, row, cancelled) -> row;

    /** Sees, changes or stops a row. */
    interface Hook {
        String apply(QualifiedName table, String row, Cancelled cancelled) throws SQLException;
    }

    /** Who waits for the open snapshot; is asked at the opening of a watch first. */
    interface Waiting {
        List<BlockedSession> now() throws SQLException;
    }

    /** Whether this reader or loader was cancelled. */
    interface Cancelled {
        boolean get();
    }

    LineDatabase with(String table, int rows) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            lines.add(table + " row " + i);
        }
        tables.put(new QualifiedName("lines", table), lines);
        return this;
    }

    @Override
    public String id() {
        return "snapshot";
    }

    @Override
    public boolean supports(DatabaseIdentity identity) {
        return true;
    }

    @Override
    public StrategyReport check(Connection connection, SnapshotScope scope) {
        return new StrategyReport("one moment", List.of("nothing else"), List.of());
    }

    @Override
    public SnapshotSession openSnapshot(SnapshotRequest request) {
        open.incrementAndGet();
        return new Snapshot();
    }

    @Override
    public RestoreSession openRestore(DataSource target) {
        open.incrementAndGet();
        return new Restore();
    }

    private final class Snapshot implements SnapshotSession, BlockingSnapshot {
        private final List<TableData> data = new ArrayList<>();

        Snapshot() {
            tables.forEach((name, lines) -> {
                List<TableChunk> chunks = new ArrayList<>();
                for (int from = 0; from == 0 || from < lines.size(); from += ROWS_PER_CHUNK) {
                    chunks.add(new TableChunk(name, chunks.size(), String.valueOf(from)));
                }
                data.add(new TableData(name, List.of("line"), "txt", lines.size() * 20L, chunks));
            });
        }

        @Override
        public List<SchemaItem> definitions() {
            return List.of(
                    new SchemaItem(Phase.BEFORE_DATA, "schema", "lines", "first"),
                    new SchemaItem(Phase.AFTER_DATA, "index", "lines.i", "second"));
        }

        @Override
        public List<TableData> tables() {
            return data;
        }

        @Override
        public int maxReaders() {
            return 4;
        }

        @Override
        public TableReader openReader() {
            open.incrementAndGet();
            return new Reader();
        }

        @Override
        public List<SchemaItem> finish() {
            onFinish.run();
            return List.of(new SchemaItem(Phase.AFTER_DATA, "sequence state", "", "last"));
        }

        @Override
        public BlockedWatch watch() throws SQLException {
            waiting.now();
            open.incrementAndGet();
            return new BlockedWatch() {
                @Override
                public List<BlockedSession> blocked() throws SQLException {
                    return waiting.now();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public void release() {
            released.incrementAndGet();
        }

        @Override
        public String position() {
            return "0/1";
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private final class Reader implements TableReader {
        private volatile boolean cancelled;

        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
            int from = Integer.parseInt(chunk.range());
            List<String> lines = tables.get(table.name());
            List<String> some = lines.subList(from, Math.min(lines.size(), from + ROWS_PER_CHUNK));
            for (String line : some) {
                out.write((onRow.apply(table.name(), line, () -> cancelled) + "\n").getBytes(UTF_8));
            }
            return some.size() + miscount;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private final class Restore implements RestoreSession, DefinitionPreflight, FreeSpace {
        @Override
        public List<String> preflight(Set<String> schemas) {
            onPreflight.run();
            return tables.isEmpty() ? List.of() : List.of("the target has " + tables.keySet());
        }

        @Override
        public List<String> missing(List<SchemaItem> definitions) {
            return definitions.stream()
                    .filter(item -> item.sql().equals(lacking))
                    .map(item -> "role of " + item.sql() + " is missing")
                    .toList();
        }

        @Override
        public OptionalLong freeBytes() {
            return OptionalLong.of(freeBytes);
        }

        @Override
        public void define(SchemaItem item) {
            defined.add(item.sql());
        }

        @Override
        public int maxLoaders() {
            return 4;
        }

        @Override
        public TableLoader openLoader() {
            open.incrementAndGet();
            return new Loader();
        }

        @Override
        public void finish() {
            defined.add("finished");
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private final class Loader implements TableLoader {
        private volatile boolean cancelled;

        @Override
        public void load(TableData table, TableChunk chunk, long rows, InputStream in)
                throws SQLException, IOException {
            List<String> lines = new ArrayList<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(onLoad.apply(table.name(), line, () -> cancelled));
            }
            synchronized (tables) {
                tables.computeIfAbsent(table.name(), name -> new ArrayList<>()).addAll(lines);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
