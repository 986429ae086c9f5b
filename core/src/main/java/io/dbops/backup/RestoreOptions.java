package io.dbops.backup;

import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to restore. Immutable. */
public final class RestoreOptions {

    private static final RestoreOptions DEFAULTS = builder().build();

    private final int parallelism;
    private final @Nullable Duration timeout;

    private RestoreOptions(Builder builder) {
        this.timeout = builder.timeout;
        this.parallelism = builder.parallelism;
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
        private @Nullable Duration timeout;

        private Builder() {}

        private Builder(RestoreOptions options) {
            this.timeout = options.timeout;
            this.parallelism = options.parallelism;
        }

        public Builder parallelism(int loaders) {
            this.parallelism = once.parallelism(loaders);
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
