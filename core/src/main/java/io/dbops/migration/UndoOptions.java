package io.dbops.migration;

import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What to take back, and how: the last applied migration, unless one of {@link Builder#count}, {@link Builder#to} and
 * {@link Builder#only} says otherwise. Immutable.
 */
public final class UndoOptions {

    private static final UndoOptions DEFAULTS = builder().build();

    private final int count;
    private final @Nullable String to;
    private final @Nullable String only;
    private final Duration lockWait;
    private final Duration lease;
    private final @Nullable Duration timeout;

    private UndoOptions(Builder builder) {
        this.count = builder.count;
        this.to = builder.to;
        this.only = builder.only;
        this.lockWait = builder.lockWait;
        this.lease = builder.lease;
        this.timeout = builder.timeout;
    }

    /** The last applied migration. */
    public static UndoOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many, the last applied first; empty when {@link #to} or {@link #only} names them. */
    public OptionalInt count() {
        return to == null && only == null ? OptionalInt.of(count) : OptionalInt.empty();
    }

    /** The id or version of the last applied migration that stays. */
    public Optional<String> to() {
        return Optional.ofNullable(to);
    }

    /** The id of the one migration. */
    public Optional<String> only() {
        return Optional.ofNullable(only);
    }

    /** The longest wait for the migration lock; 5 minutes by default. */
    public Duration lockWait() {
        return lockWait;
    }

    /** As {@link MigrateOptions#lease()}; 30 seconds by default. */
    public Duration lease() {
        return lease;
    }

    /** The time for the whole call; empty, the default, for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    @Override
    public String toString() {
        return only != null ? "only " + only : to != null ? "to " + to : "count " + count;
    }

    /** Collects options, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private int count = 1;
        private @Nullable String to;
        private @Nullable String only;
        private Duration lockWait = Duration.ofMinutes(5);
        private Duration lease = Duration.ofSeconds(30);
        private @Nullable Duration timeout;

        private Builder() {}

        /** Takes back so many, the last applied first; 1 or more. */
        public Builder count(int last) {
            if (last < 1) {
                throw new IllegalArgumentException("count is 1 or more, not " + last);
            }
            this.count = selection("count", last);
            return this;
        }

        /** Takes back everything that was applied after the migration with that id or version, which stays. */
        public Builder to(String idOrVersion) {
            this.to = selection("to", named("to", idOrVersion));
            return this;
        }

        /** Takes back that migration alone; refused when an applied one depends on it. */
        public Builder only(String id) {
            this.only = selection("only", named("only", id));
            return this;
        }

        public Builder lockWait(Duration wait) {
            this.lockWait = once.wait("lockWait", wait);
            return this;
        }

        /** From one second to ten minutes. */
        public Builder lease(Duration silence) {
            this.lease = once.set("lease", MigrateOptions.checkedLease(silence));
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public UndoOptions build() {
            return new UndoOptions(this);
        }

        /** One of the three is enough: the second is refused as if it were the first again. */
        private <T> T selection(String name, T value) {
            once.set("count, to or only", name);
            return value;
        }

        private static String named(String what, String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException(what + " is not blank");
            }
            return text;
        }
    }
}
