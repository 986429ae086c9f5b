package io.dbops.backup;

import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to verify a backup. Immutable. */
public final class VerifyOptions {

    private static final VerifyOptions DEFAULTS = builder().build();

    private final VerifyLevel level;
    private final @Nullable Duration timeout;

    private VerifyOptions(Builder builder) {
        this.level = builder.level;
        this.timeout = builder.timeout;
    }

    public static VerifyOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How deep to look; {@code FULL} by default. */
    public VerifyLevel level() {
        return level;
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
        private VerifyLevel level = VerifyLevel.FULL;
        private @Nullable Duration timeout;

        private Builder() {}

        private Builder(VerifyOptions options) {
            this.level = options.level;
            this.timeout = options.timeout;
        }

        public Builder level(VerifyLevel depth) {
            this.level = once.set("level", depth);
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public VerifyOptions build() {
            return new VerifyOptions(this);
        }
    }
}
