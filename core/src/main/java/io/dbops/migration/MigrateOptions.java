package io.dbops.migration;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.option.OnceOnly;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to migrate. Immutable. */
public final class MigrateOptions {

    /** What to do when something is not as it should be. */
    public enum Policy {
        FAIL,
        WARN,
        ALLOW
    }

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);
    private static final MigrateOptions DEFAULTS = builder().build();

    private final Duration lockWait;
    private final Duration lease;
    private final Duration ddlLockWait;
    private final Policy newerApplied;
    private final Policy outOfOrder;
    private final @Nullable Duration timeout;
    private final @Nullable Duration statementTimeout;
    private final boolean oneTransaction;
    private final Policy lossWarnings;
    private final MigrationSelection selection;

    private MigrateOptions(Builder builder) {
        this.lockWait = builder.lockWait;
        this.lease = builder.lease;
        this.ddlLockWait = builder.ddlLockWait;
        this.newerApplied = builder.newerApplied;
        this.outOfOrder = builder.outOfOrder;
        this.timeout = builder.timeout;
        this.statementTimeout = builder.statementTimeout;
        this.oneTransaction = builder.oneTransaction;
        this.lossWarnings = builder.lossWarnings;
        this.selection = builder.selection;
    }

    public static MigrateOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The longest wait for the migration lock; 5 minutes by default, so that a second instance starts after the first. A
     * lease whose holder gives no sign of life is watched to its end, whatever the bound.
     */
    public Duration lockWait() {
        return lockWait;
    }

    /**
     * Where the database grants no lock and a lease row stands in for it: how long its holder may be silent before another
     * takes it over. 30 seconds by default. Longer forgives longer pauses of a JVM, shorter lets others follow a crash sooner.
     */
    public Duration lease() {
        return lease;
    }

    /**
     * The longest that a statement which changes definitions is kept waiting by the locks of others; 2 minutes by default. It
     * waits two seconds at a time and gives way in between, so that nobody waits behind it for longer; where DDL is
     * transactional, a new try begins with the migration's first statement. The listener is told who holds the locks, and so is
     * the error at the end. Zero: it waits as long as the session's own setting says, and is tried once. A session whose setting
     * somebody has bound keeps it, and its tries last as long as that says.
     */
    public Duration ddlLockWait() {
        return ddlLockWait;
    }

    /**
     * When the history holds migrations that the sources do not, and all of them are later than ours: an old replica during
     * a rolling deployment. {@code WARN} by default.
     */
    public Policy newerApplied() {
        return newerApplied;
    }

    /**
     * When a pending migration should have come before one that is applied: the applied one depends on it, or has a later
     * version and need not come first. {@code WARN} by default.
     */
    public Policy outOfOrder() {
        return outOfOrder;
    }

    /** The time for the whole call; empty, the default, for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The longest that a single statement may run, before it is cancelled and its migration fails; empty, the default, for none. */
    public Optional<Duration> statementTimeout() {
        return Optional.ofNullable(statementTimeout);
    }

    /**
     * Whether all migrations of the run are one transaction, so that either all of them are applied or none; not by default.
     * Refused with code {@code UNSUPPORTED}, before anything is run, where DDL is not transactional or one of them has statements
     * that no transaction can hold. Session settings that one migration changes hold for the next, and no statement is tried
     * again because of others' locks: it waits as the session's own setting says.
     */
    public boolean oneTransaction() {
        return oneTransaction;
    }

    /**
     * What to do when the database warns that a statement of a script changed, cut or left out a value, as MySQL and MariaDB do
     * outside of strict mode, behind {@code IGNORE}, and in {@code LOAD DATA}; {@link Policy#FAIL} by default, which rolls back what
     * can be. {@link Policy#WARN} tells the listener. A script whose header says {@code data_loss: allow} is not asked.
     */
    public Policy lossWarnings() {
        return lossWarnings;
    }

    /** Which of the pending migrations the run is about; all by default. */
    public MigrationSelection selection() {
        return selection;
    }

    static Duration checkedLease(Duration silence) {
        if (silence.compareTo(SHORTEST_LEASE) < 0 || silence.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException(
                    "lease is from " + SHORTEST_LEASE + " to " + LONGEST_LEASE + ", not " + silence);
        }
        return silence;
    }

    /** A builder with these options; each may be overridden once. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects options, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private Duration lockWait = Duration.ofMinutes(5);
        private Duration lease = Duration.ofSeconds(30);
        private Duration ddlLockWait = Duration.ofMinutes(2);
        private Policy newerApplied = Policy.WARN;
        private Policy outOfOrder = Policy.WARN;
        private @Nullable Duration timeout;
        private @Nullable Duration statementTimeout;
        private boolean oneTransaction;
        private Policy lossWarnings = Policy.FAIL;
        private MigrationSelection selection = MigrationSelection.all();

        private Builder() {}

        private Builder(MigrateOptions options) {
            this.lockWait = options.lockWait;
            this.lease = options.lease;
            this.ddlLockWait = options.ddlLockWait;
            this.newerApplied = options.newerApplied;
            this.outOfOrder = options.outOfOrder;
            this.timeout = options.timeout;
            this.statementTimeout = options.statementTimeout;
            this.oneTransaction = options.oneTransaction;
            this.lossWarnings = options.lossWarnings;
            this.selection = options.selection;
        }

        public Builder lockWait(Duration wait) {
            this.lockWait = once.wait("lockWait", wait);
            return this;
        }

        /** From one second to ten minutes. */
        public Builder lease(Duration silence) {
            this.lease = once.set("lease", checkedLease(silence));
            return this;
        }

        public Builder ddlLockWait(Duration longest) {
            this.ddlLockWait = once.wait("ddlLockWait", longest);
            return this;
        }

        public Builder newerApplied(Policy policy) {
            this.newerApplied = once.set("newerApplied", policy);
            return this;
        }

        public Builder outOfOrder(Policy policy) {
            this.outOfOrder = once.set("outOfOrder", policy);
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public Builder statementTimeout(Duration longest) {
            this.statementTimeout = once.timeout("statementTimeout", longest);
            return this;
        }

        public Builder oneTransaction(boolean whole) {
            this.oneTransaction = once.set("oneTransaction", whole);
            return this;
        }

        public Builder lossWarnings(Policy policy) {
            this.lossWarnings = once.set("lossWarnings", policy);
            return this;
        }

        /** Stops after the migration with that id or version: what a full run would apply up to it is applied. */
        public Builder target(String idOrVersion) {
            this.selection = selection.upTo(once.set("target", idOrVersion));
            return this;
        }

        /** Applies at most so many, the first ones. */
        public Builder count(int most) {
            this.selection = selection.first(once.set("count", most));
            return this;
        }

        /**
         * Applies that migration alone; refused when it depends on one that is not applied. Goes with no other selection.
         */
        public Builder only(String id) {
            this.selection = selection.only(once.set("only", id));
            return this;
        }

        /**
         * Applies only migrations with at least one of these tags; refused when one of them depends on another that is neither
         * applied nor tagged so.
         */
        public Builder tags(String... anyOf) {
            this.selection = selection.tagged(once.set("tags", anyOf));
            return this;
        }

        public MigrateOptions build() {
            boolean alone = selection.target().isEmpty()
                    && selection.count().isEmpty()
                    && selection.tags().isEmpty();
            if (selection.only().isPresent() && !alone) {
                throw DbOpsException.of(ErrorCode.CONFIGURATION, "only(id) goes with no other selection: " + selection)
                        .hint("Leave out target, count and tags.")
                        .build();
            }
            return new MigrateOptions(this);
        }
    }
}
