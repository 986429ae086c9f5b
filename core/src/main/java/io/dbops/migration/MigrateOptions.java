package io.dbops.migration;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to migrate. Immutable. */
public final class MigrateOptions {

    /** What to do when something unexpected stands in the history. */
    public enum Policy {
        FAIL,
        WARN,
        ALLOW
    }

    private static final MigrateOptions DEFAULTS = builder().build();

    private final Duration lockWait;
    private final Policy newerApplied;
    private final Policy outOfOrder;
    private final @Nullable Duration timeout;

    private MigrateOptions(Builder builder) {
        this.lockWait = builder.lockWait;
        this.newerApplied = builder.newerApplied;
        this.outOfOrder = builder.outOfOrder;
        this.timeout = builder.timeout;
    }

    public static MigrateOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The longest wait for the migration lock; 5 minutes by default, so that a second instance starts after the first. */
    public Duration lockWait() {
        return lockWait;
    }

    /**
     * When the history holds migrations that the sources do not, and all of them are later than ours: an old replica during
     * a rolling deployment. {@code WARN} by default.
     */
    public Policy newerApplied() {
        return newerApplied;
    }

    /** When a pending migration sorts before one that is applied; {@code WARN} by default. */
    public Policy outOfOrder() {
        return outOfOrder;
    }

    /** The time for the whole call; empty, the default, for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Collects options; used by one thread. */
    public static final class Builder {
        private Duration lockWait = Duration.ofMinutes(5);
        private Policy newerApplied = Policy.WARN;
        private Policy outOfOrder = Policy.WARN;
        private @Nullable Duration timeout;

        private Builder() {}

        public Builder lockWait(Duration wait) {
            if (wait.isNegative()) {
                throw new IllegalArgumentException("lockWait is zero or more, not " + wait);
            }
            this.lockWait = wait;
            return this;
        }

        public Builder newerApplied(Policy policy) {
            this.newerApplied = policy;
            return this;
        }

        public Builder outOfOrder(Policy policy) {
            this.outOfOrder = policy;
            return this;
        }

        public Builder timeout(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("timeout is more than zero, not " + limit);
            }
            this.timeout = limit;
            return this;
        }

        public MigrateOptions build() {
            return new MigrateOptions(this);
        }
    }
}
