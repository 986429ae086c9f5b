package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a clean would do, statement by statement, and why it would not. Prints itself. Immutable. */
public final class CleanPlan {

    private final String database;
    private final List<String> schemas;
    private final boolean oneTransaction;
    private final List<CleanStep> steps;
    private final List<CleanStep> lastSteps;
    private final List<LeftObject> left;
    private final List<String> refusals;

    private CleanPlan(Builder builder) {
        this.database = builder.database;
        this.schemas = List.copyOf(builder.schemas);
        this.oneTransaction = builder.oneTransaction;
        this.steps = List.copyOf(builder.steps);
        this.lastSteps = List.copyOf(builder.lastSteps);
        this.left = List.copyOf(builder.left);
        this.refusals = List.copyOf(builder.refusals);
    }

    public static Builder builder(String database, List<String> schemas) {
        return new Builder(database, schemas);
    }

    /** Product and version. */
    public String database() {
        return database;
    }

    /** The schemas that would be emptied. */
    public List<String> schemas() {
        return schemas;
    }

    /** Whether the steps run in one transaction, wholly or not at all; otherwise each takes effect by itself. */
    public boolean oneTransaction() {
        return oneTransaction;
    }

    /** The statements in their order. */
    public List<CleanStep> steps() {
        return steps;
    }

    /** What runs when the migration lock is free again, because the lock lives in it; a reset keeps it. */
    public List<CleanStep> lastSteps() {
        return lastSteps;
    }

    /** Everything that the steps drop, in their order. */
    public List<SchemaObject> drops() {
        List<SchemaObject> drops = new ArrayList<>();
        steps.forEach(step -> drops.addAll(step.drops()));
        lastSteps.forEach(step -> drops.addAll(step.drops()));
        return List.copyOf(drops);
    }

    /** What stays, and why. */
    public List<LeftObject> left() {
        return left;
    }

    /** Why a clean would refuse, one sentence each; empty when it would run. */
    public List<String> refusals() {
        return refusals;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject().field("database", database);
        json.name("schemas").beginArray();
        schemas.forEach(json::value);
        json.endArray().field("oneTransaction", oneTransaction);
        CleanJson.steps(json.name("steps"), steps);
        CleanJson.steps(json.name("lastSteps"), lastSteps);
        CleanJson.left(json.name("left"), left);
        json.name("refusals").beginArray();
        refusals.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(database).append(", ").append(String.join(", ", schemas));
        text.append(": ").append(drops().size()).append(" objects to drop, ");
        text.append(oneTransaction ? "in one transaction" : "statement by statement");
        refusals.forEach(refusal -> text.append("\nrefused: ").append(refusal));
        left.forEach(each -> text.append("\nleft: ").append(each));
        steps.forEach(step -> text.append('\n').append(step.statement()).append(';'));
        lastSteps.forEach(step -> text.append('\n').append(step.statement()).append("; -- after the lock"));
        return text.toString();
    }

    /** Collects a plan; used by one thread. */
    public static final class Builder {
        private final String database;
        private final List<String> schemas;
        private boolean oneTransaction;
        private final List<CleanStep> steps = new ArrayList<>();
        private final List<CleanStep> lastSteps = new ArrayList<>();
        private final List<LeftObject> left = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        private Builder(String database, List<String> schemas) {
            this.database = Objects.requireNonNull(database, "database");
            this.schemas = List.copyOf(schemas);
        }

        public Builder oneTransaction(boolean whole) {
            this.oneTransaction = whole;
            return this;
        }

        public Builder steps(List<CleanStep> some) {
            steps.addAll(some);
            return this;
        }

        public Builder lastSteps(List<CleanStep> some) {
            lastSteps.addAll(some);
            return this;
        }

        public Builder left(List<LeftObject> some) {
            left.addAll(some);
            return this;
        }

        public Builder refusals(List<String> some) {
            refusals.addAll(some);
            return this;
        }

        public CleanPlan build() {
            return new CleanPlan(this);
        }
    }
}
