package io.dbops.backup;

import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to restore. Immutable. */
public final class RestoreOptions {

    private static final RestoreOptions DEFAULTS = builder().build();

    private final int parallelism;
    private final boolean resume;
    private final @Nullable Duration timeout;

    private RestoreOptions(Builder builder) {
        this.timeout = builder.timeout;
        this.parallelism = builder.parallelism;
        this.resume = builder.resume;
    }

    public static RestoreOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many chunks are loaded at once; 2 by default. The database may allow fewer. */
    public int parallelism() {
        return parallelism;
    }

    /**
     * Whether to go on with the restore of the same backup that was interrupted in this target, as after a crash; false by default.
     * Chunks that are in are not loaded again, and everything is compared at the end.
     */
    public boolean resume() {
        return resume;
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
        private int parallelism = 2;
        private boolean resume;
        private @Nullable Duration timeout;

        private Builder() {}

        private Builder(RestoreOptions options) {
            this.timeout = options.timeout;
            this.parallelism = options.parallelism;
            this.resume = options.resume;
        }

        public Builder parallelism(int loaders) {
            this.parallelism = once.parallelism(loaders);
            return this;
        }

        public Builder resume() {
            this.resume = once.set("resume", true);
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public RestoreOptions build() {
            return new RestoreOptions(this);
        }
    }
}
