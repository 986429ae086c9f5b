package io.dbops.spi.sql;

import io.dbops.migration.CleanStep;
import io.dbops.migration.LeftObject;
import java.util.ArrayList;
import java.util.List;

/** What schemas hold: how it is dropped, what stays, what stands against it. Immutable. */
public final class SchemaContents {

    private final boolean oneTransaction;
    private final List<CleanStep> drops;
    private final List<CleanStep> lockDrops;
    private final List<LeftObject> left;
    private final List<String> refusals;

    private SchemaContents(Builder builder) {
        this.oneTransaction = builder.oneTransaction;
        this.drops = List.copyOf(builder.drops);
        this.lockDrops = List.copyOf(builder.lockDrops);
        this.left = List.copyOf(builder.left);
        this.refusals = List.copyOf(builder.refusals);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether all drops may run in one transaction: DDL is rolled back, and the server has room for the locks. */
    public boolean oneTransaction() {
        return oneTransaction;
    }

    /**
     * The statements, in an order in which each succeeds; names are quoted and qualified. None reaches outside of the
     * schemas: what the server would take along there is a refusal. Run again on what a failed run has left, they go on.
     */
    public List<CleanStep> drops() {
        return drops;
    }

    /**
     * Drops what the {@link SessionLock} lives in, which cannot be dropped while it is held. Run by the former holder; whoever
     * took the lock meanwhile keeps it, and the statement is then refused as {@link SqlFailure#LOCK_TIMEOUT}.
     */
    public List<CleanStep> lockDrops() {
        return lockDrops;
    }

    /** What no statement drops, and why. */
    public List<LeftObject> left() {
        return left;
    }

    /** Why nothing may be dropped, one sentence each with the names: dependants outside of the schemas, missing rights. */
    public List<String> refusals() {
        return refusals;
    }

    /** Collects; used by one thread. */
    public static final class Builder {
        private boolean oneTransaction;
        private final List<CleanStep> drops = new ArrayList<>();
        private final List<CleanStep> lockDrops = new ArrayList<>();
        private final List<LeftObject> left = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        private Builder() {}

        public Builder oneTransaction(boolean whole) {
            this.oneTransaction = whole;
            return this;
        }

        public Builder drop(CleanStep step) {
            drops.add(step);
            return this;
        }

        public Builder lockDrop(CleanStep step) {
            lockDrops.add(step);
            return this;
        }

        public Builder left(String what, String why) {
            left.add(new LeftObject(what, why));
            return this;
        }

        public Builder refuse(String sentence) {
            refusals.add(sentence);
            return this;
        }

        public SchemaContents build() {
            return new SchemaContents(this);
        }
    }
}
