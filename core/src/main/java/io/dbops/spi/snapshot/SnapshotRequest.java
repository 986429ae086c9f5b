package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** What a snapshot shall hold and how long it may wait. Immutable. */
public final class SnapshotRequest {

    private final DataSource connections;
    private final SnapshotScope scope;
    private final int readers;
    private final long chunkBytes;
    private final Duration lockWait;
    private final Map<QualifiedName, TableData> reference;

    /** A request for {@link SnapshotScope#of} these schemas. */
    public SnapshotRequest(
            DataSource connections, Set<String> schemas, int readers, long chunkBytes, Duration lockWait) {
        this(connections, SnapshotScope.of(schemas), readers, chunkBytes, lockWait);
    }

    public SnapshotRequest(
            DataSource connections, SnapshotScope scope, int readers, long chunkBytes, Duration lockWait) {
        this(connections, scope, readers, chunkBytes, lockWait, Map.of());
    }

    private SnapshotRequest(
            DataSource connections,
            SnapshotScope scope,
            int readers,
            long chunkBytes,
            Duration lockWait,
            Map<QualifiedName, TableData> reference) {
        if (readers < 1 || chunkBytes < 1) {
            throw new IllegalArgumentException(
                    "at least one reader and one byte per chunk, not " + readers + " and " + chunkBytes);
        }
        this.connections = connections;
        this.scope = scope;
        this.readers = readers;
        this.chunkBytes = chunkBytes;
        this.lockWait = lockWait;
        this.reference = reference;
    }

    /** The same for a snapshot whose chunks will be compared with those of these tables, of an earlier one. */
    public SnapshotRequest comparedWith(Collection<TableData> earlier) {
        Map<QualifiedName, TableData> tables = new HashMap<>();
        earlier.forEach(table -> tables.put(table.name(), table));
        return new SnapshotRequest(connections, scope, readers, chunkBytes, lockWait, Map.copyOf(tables));
    }

    /** Where the session borrows its connections; it gives them back, as they came, when it is closed. */
    public DataSource connections() {
        return connections;
    }

    public SnapshotScope scope() {
        return scope;
    }

    /** Those of the {@link #scope()}. */
    public Set<String> schemas() {
        return scope.schemas();
    }

    /** How many readers the engine will open at most. */
    public int readers() {
        return readers;
    }

    /** About how many bytes of table data one chunk shall hold. */
    public long chunkBytes() {
        return chunkBytes;
    }

    /**
     * The longest wait for any one lock. Where others may queue behind what waits, or behind what is held meanwhile, it bounds
     * all waits together.
     */
    public Duration lockWait() {
        return lockWait;
    }

    /**
     * The table as an earlier snapshot of this strategy cut it. Where its {@link TableData#order()} still is the table's, its
     * ranges are cut again as they were, and whatever lies behind them is added, so that rows that did not change are found in the
     * same chunk.
     */
    public Optional<TableData> reference(QualifiedName table) {
        return Optional.ofNullable(reference.get(table));
    }
}
