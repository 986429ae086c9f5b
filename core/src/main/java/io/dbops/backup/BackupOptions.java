package io.dbops.backup;

import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.Set;

/** How to take a backup. Immutable. */
public final class BackupOptions {

    private static final BackupOptions DEFAULTS = builder().build();

    private final Compression compression;
    private final int parallelism;
    private final ByteSize chunkSize;
    private final Duration lockWait;
    private final Set<String> schemas;

    private BackupOptions(Builder builder) {
        this.compression = builder.compression;
        this.parallelism = builder.parallelism;
        this.chunkSize = builder.chunkSize;
        this.lockWait = builder.lockWait;
        this.schemas = Set.copyOf(builder.schemas);
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

    /** How many tables or ranges are read at once; 2 by default. The database may allow fewer. */
    public int parallelism() {
        return parallelism;
    }

    /** About how much table data one object holds before compression; 32 MiB by default. */
    public ByteSize chunkSize() {
        return chunkSize;
    }

    /** The longest wait for any one lock in the source; 30 seconds by default. */
    public Duration lockWait() {
        return lockWait;
    }

    /** Schemas to back up, catalogue spelling; empty, the default, for all of the application's. */
    public Set<String> schemas() {
        return schemas;
    }

    /** Collects options; used by one thread. */
    public static final class Builder {
        private Compression compression = Compression.ZSTD;
        private int parallelism = 2;
        private ByteSize chunkSize = ByteSize.ofMiB(32);
        private Duration lockWait = Duration.ofSeconds(30);
        private Set<String> schemas = Set.of();

        private Builder() {}

        public Builder compression(Compression some) {
            this.compression = some;
            return this;
        }

        public Builder parallelism(int readers) {
            if (readers < 1 || readers > 64) {
                throw new IllegalArgumentException("parallelism is 1 to 64, not " + readers);
            }
            this.parallelism = readers;
            return this;
        }

        public Builder chunkSize(ByteSize size) {
            if (size.bytes() < 64 * 1024) {
                throw new IllegalArgumentException("chunkSize is at least 64 KiB, not " + size);
            }
            this.chunkSize = size;
            return this;
        }

        public Builder lockWait(Duration wait) {
            if (wait.isNegative()) {
                throw new IllegalArgumentException("lockWait is zero or more, not " + wait);
            }
            this.lockWait = wait;
            return this;
        }

        public Builder schemas(String... names) {
            this.schemas = Set.of(names);
            return this;
        }

        public BackupOptions build() {
            return new BackupOptions(this);
        }
    }
}
