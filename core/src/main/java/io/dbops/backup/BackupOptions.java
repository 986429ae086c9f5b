package io.dbops.backup;

import io.dbops.option.OnceOnly;
import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How to take a backup. Immutable. */
public final class BackupOptions {

    private static final BackupOptions DEFAULTS = builder().build();

    private final Compression compression;
    private final int parallelism;
    private final @Nullable Duration timeout;
    private final @Nullable ByteSize bytesPerSecond;
    private final ByteSize chunkSize;
    private final Duration lockWait;
    private final BlockedPolicy blocked;
    private final Set<String> schemas;
    private final boolean acceptsNonTransactional;
    private final Set<String> acceptedUncaptured;

    private BackupOptions(Builder builder) {
        this.timeout = builder.timeout;
        this.bytesPerSecond = builder.bytesPerSecond;
        this.compression = builder.compression;
        this.parallelism = builder.parallelism;
        this.chunkSize = builder.chunkSize;
        this.lockWait = builder.lockWait;
        this.blocked = builder.blocked;
        this.schemas = Set.copyOf(builder.schemas);
        this.acceptsNonTransactional = builder.acceptsNonTransactional;
        this.acceptedUncaptured = Set.copyOf(builder.acceptedUncaptured);
    }

    public static BackupOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** {@code ZSTD} by default. */
    public Compression compression() {
        return compression;
    }

    /** How many tables or ranges are read at once; 3 by default. The database may allow fewer. */
    public int parallelism() {
        return parallelism;
    }

    /**
     * About how much table data one object holds before compression; 8 MiB by default. One changed row makes an incremental backup
     * store its chunk anew; an incremental backup keeps the ranges of its reference.
     */
    public ByteSize chunkSize() {
        return chunkSize;
    }

    /**
     * The longest wait for locks in the source; 30 seconds by default. Nobody waits longer than that behind a backup that
     * itself waits for its locks.
     */
    public Duration lockWait() {
        return lockWait;
    }

    /**
     * What to do when others wait for the backup: by default it gives way once sessions have queued for 30 seconds behind one
     * that waits for it.
     */
    public BlockedPolicy blocked() {
        return blocked;
    }

    /** Schemas to back up, catalogue spelling; empty, the default, for all of the application's. */
    public Set<String> schemas() {
        return schemas;
    }

    /**
     * Whether tables that take part in no transaction, such as MyISAM's, are backed up as they stand at their turn; by default a
     * database that has any is refused, and they are named.
     */
    public boolean acceptsNonTransactional() {
        return acceptsNonTransactional;
    }

    /**
     * The names of what exists in the database and no backup can capture, and may be missing in this one; empty by default: a database that
     * has any such object is refused, and each is told by its name. A backup plan tells them too.
     */
    public Set<String> acceptedUncaptured() {
        return acceptedUncaptured;
    }

    /** How many bytes of rows, uncompressed, are read in a second at most, by all workers together; empty, the default, for no limit. A backup that is slower holds its snapshot longer. */
    public Optional<ByteSize> bytesPerSecond() {
        return Optional.ofNullable(bytesPerSecond);
    }

    /** The time for the whole call; empty, the default, for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** A builder with these options; each may be overridden once. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects options, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private Compression compression = Compression.ZSTD;
        private int parallelism = 3;
        private @Nullable Duration timeout;
        private @Nullable ByteSize bytesPerSecond;
        private ByteSize chunkSize = ByteSize.ofMiB(8);
        private Duration lockWait = Duration.ofSeconds(30);
        private BlockedPolicy blocked = BlockedPolicy.giveWayToQueueAfter(Duration.ofSeconds(30));
        private Set<String> schemas = Set.of();
        private boolean acceptsNonTransactional;
        private Set<String> acceptedUncaptured = Set.of();

        private Builder() {}

        private Builder(BackupOptions options) {
            this.timeout = options.timeout;
            this.bytesPerSecond = options.bytesPerSecond;
            this.compression = options.compression;
            this.parallelism = options.parallelism;
            this.chunkSize = options.chunkSize;
            this.lockWait = options.lockWait;
            this.blocked = options.blocked;
            this.schemas = options.schemas;
            this.acceptsNonTransactional = options.acceptsNonTransactional;
            this.acceptedUncaptured = options.acceptedUncaptured;
        }

        public Builder compression(Compression some) {
            this.compression = once.set("compression", some);
            return this;
        }

        public Builder parallelism(int readers) {
            this.parallelism = once.parallelism(readers);
            return this;
        }

        public Builder chunkSize(ByteSize size) {
            if (size.bytes() < 64 * 1024) {
                throw new IllegalArgumentException("chunkSize is at least 64 KiB, not " + size);
            }
            this.chunkSize = once.set("chunkSize", size);
            return this;
        }

        public Builder lockWait(Duration wait) {
            this.lockWait = once.wait("lockWait", wait);
            return this;
        }

        public Builder blocked(BlockedPolicy policy) {
            this.blocked = once.set("blocked", policy);
            return this;
        }

        public Builder schemas(String... names) {
            for (String name : names) {
                if (name.isBlank()) {
                    throw new IllegalArgumentException("a schema has a name, not '" + name + "'");
                }
            }
            this.schemas = once.set("schemas", Set.of(names));
            return this;
        }

        /** Accepts tables without transactions; the report names them as not of the snapshot's moment. */
        public Builder acceptNonTransactional() {
            this.acceptsNonTransactional = once.set("acceptNonTransactional", true);
            return this;
        }

        /** Accepts that these are not in the backup, by the names that a plan or a refusal tells; the report names them. */
        public Builder acceptUncaptured(String... names) {
            this.acceptedUncaptured = once.set("acceptUncaptured", Set.of(names));
            return this;
        }

        public Builder bytesPerSecond(ByteSize most) {
            if (most.bytes() == 0) {
                throw new IllegalArgumentException("bytesPerSecond is more than zero");
            }
            this.bytesPerSecond = once.set("bytesPerSecond", most);
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public BackupOptions build() {
            return new BackupOptions(this);
        }
    }
}
