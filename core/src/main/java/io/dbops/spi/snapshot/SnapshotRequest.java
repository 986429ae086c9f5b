package io.dbops.spi.snapshot;

import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;

/** What a snapshot shall hold and how long it may wait. Immutable. */
public final class SnapshotRequest {

    private final DataSource connections;
    private final SnapshotScope scope;
    private final int readers;
    private final long chunkBytes;
    private final Duration lockWait;

    /** A request for {@link SnapshotScope#of} these schemas. */
    public SnapshotRequest(
            DataSource connections, Set<String> schemas, int readers, long chunkBytes, Duration lockWait) {
        this(connections, SnapshotScope.of(schemas), readers, chunkBytes, lockWait);
    }

    public SnapshotRequest(
            DataSource connections, SnapshotScope scope, int readers, long chunkBytes, Duration lockWait) {
        if (readers < 1 || chunkBytes < 1) {
            throw new IllegalArgumentException(
                    "at least one reader and one byte per chunk, not " + readers + " and " + chunkBytes);
        }
        this.connections = connections;
        this.scope = scope;
        this.readers = readers;
        this.chunkBytes = chunkBytes;
        this.lockWait = lockWait;
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
}
