package io.dbops.backup;

import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to remove backups. Immutable. */
public final class ExpireOptions {

    private static final ExpireOptions DEFAULTS = builder().build();

    private final @Nullable Duration timeout;

    private ExpireOptions(Builder builder) {
        this.timeout = builder.timeout;
    }

    public static ExpireOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The time for the whole call; empty, the default, for none. A store that does not answer is waited for. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Collects options, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private @Nullable Duration timeout;

        private Builder() {}

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public ExpireOptions build() {
            return new ExpireOptions(this);
        }
    }
}
