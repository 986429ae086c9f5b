package io.dbops.migration.clean;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanPlan;
import io.dbops.migration.CleanReport;
import io.dbops.migration.CleanStep;
import io.dbops.migration.LeftObject;
import io.dbops.migration.SchemaObject;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One clean: plan, execute, prove that nothing is left. Used by one thread, once. */
public final class SchemaClean {

    /** A temporary table of the session may hide a table of the same name, and somebody may make new ones meanwhile. */
    private static final int ROUNDS = 3;

    private final CleanSubject subject;
    private final SchemaCleaner cleaner;
    private final CleanTargets targets;
    private final CallWatch watch;
    private final Instant start;
    private final Set<SchemaObject> dropped = new LinkedHashSet<>();
    private final Set<SchemaObject> found = new LinkedHashSet<>();
    private final CleanEvents events;
    private CleanPlan plan;

    private SchemaClean(CleanSubject subject, SchemaCleaner cleaner, CleanTargets targets, CallWatch watch) {
        this.subject = subject;
        this.cleaner = cleaner;
        this.targets = targets;
        this.watch = watch;
        this.start = subject.context().clock().instant();
        this.events = new CleanEvents(subject.context(), start);
        this.plan = CleanPlan.builder(subject.database(), List.copyOf(targets.schemas()))
                .build();
    }

    /** Finds out what is meant and whether it was allowed; at most one round trip. */
    public static SchemaClean of(CleanSubject subject, CleanOptions options, CallWatch watch) throws SQLException {
        if (!(subject.dialect() instanceof SchemaCleaner cleaner)) {
            throw DbOpsException.of(
                            ErrorCode.UNSUPPORTED,
                            "the dialect " + subject.dialect().id() + " cannot empty a schema")
                    .hint("Drop the schema by hand, or use a dialect that implements SchemaCleaner.")
                    .build();
        }
        CleanTargets targets = CleanTargets.of(
                options,
                cleaner.database(subject.connection()),
                subject.history().schema());
        return new SchemaClean(subject, cleaner, targets, watch);
    }

    /** Fails unless everything that is meant was allowed, and could be dropped now. */
    public void refuseEarly() throws SQLException {
        refuse(targets.refusals());
        CleanPlan early = plan();
        refuse(early.refusals());
        early.lastSteps().forEach(step -> found.addAll(step.drops()));
    }

    /** Whether the schema of the history is among those that are emptied. */
    public boolean includesHistory() {
        return targets.schemas().contains(subject.history().schema());
    }

    /** What would be done now. */
    public CleanPlan plan() throws SQLException {
        String schema = subject.history().schema();
        Set<QualifiedName> last = new LinkedHashSet<>();
        last.add(new QualifiedName(schema, subject.history().table()));
        last.add(new QualifiedName(schema, subject.journal().table()));
        SchemaContents contents = cleaner.contents(subject.connection(), targets.schemas(), last);
        return CleanPlan.builder(subject.database(), List.copyOf(targets.schemas()))
                .oneTransaction(contents.oneTransaction())
                .steps(contents.drops())
                .lastSteps(contents.lockDrops())
                .left(contents.left())
                .refusals(targets.refusals())
                .refusals(contents.refusals())
                .build();
    }

    /** The table of a lease that holds the lock outlives the drops, like all that a lock lives in. */
    private CleanPlan plan(MigrationLock lock) throws SQLException {
        CleanPlan all = plan();
        String lease = subject.lease().table();
        Predicate<CleanStep> holds = step -> !lock.token().isEmpty()
                && step.drops().stream().anyMatch(each -> each.name()
                        .equals(new QualifiedName(subject.history().schema(), lease)));
        return CleanPlan.builder(all.database(), all.schemas())
                .oneTransaction(all.oneTransaction())
                .steps(all.steps().stream().filter(Predicate.not(holds)).toList())
                .lastSteps(Stream.concat(
                                all.lastSteps().stream(), all.steps().stream().filter(holds))
                        .toList())
                .left(all.left())
                .refusals(all.refusals())
                .build();
    }

    /** Drops everything but what the lock lives in. */
    public void execute(MigrationLock lock) throws SQLException {
        plan = plan(lock);
        refuse(plan.refusals());
        events.tell(
                Kind.STARTED,
                "",
                "schema " + String.join(", ", plan.schemas()),
                0,
                plan.steps().size());
        plan.left().forEach(each -> events.tell(Kind.WARNING, each.what(), "left: " + each.why(), 0, 0));
        try {
            for (int round = 0; !plan.steps().isEmpty(); round++) {
                if (round == ROUNDS) {
                    throw stillThere();
                }
                run(lock, new CleanExecution(subject, watch, events));
                plan = plan(lock);
                refuse(plan.refusals());
            }
            events.tell(Kind.FINISHED, "", dropped.size() + " dropped", dropped.size(), dropped.size());
        } catch (DbOpsException e) {
            events.tell(Kind.FAILED, "", e.what(), dropped.size(), 0);
            throw e;
        }
    }

    private void run(MigrationLock lock, CleanExecution execution) throws SQLException {
        if (plan.oneTransaction()) {
            dropped.addAll(execution.inOneTransaction(lock, plan.steps()));
            return;
        }
        Connection connection = subject.connection();
        boolean journaled = subject.journal().exists(connection);
        if (journaled) {
            String now = subject.context()
                    .clock()
                    .instant()
                    .truncatedTo(ChronoUnit.MICROS)
                    .toString();
            String before = subject.journal()
                    .unfinishedRun(connection)
                    .map(JournalEntry::digest)
                    .orElse("");
            subject.journal()
                    .beginClean(
                            connection, before, subject.dialect().sessions().identify(connection), lock.token(), now);
        }
        if (includesHistory() && subject.history().exists(connection)) {
            // From here on the schema is not what the history says; nobody may find it up to date.
            subject.history().forget(connection);
        }
        dropped.addAll(execution.oneByOne(lock, plan.steps()));
        if (journaled && !includesHistory()) {
            subject.journal().endRun(connection, lock.token());
        }
    }

    /** Drops what the lock lived in, now that it is free; somebody who holds it by now keeps it. */
    public void finish() throws SQLException {
        List<LeftObject> left = new ArrayList<>(plan.left());
        for (CleanStep step : plan.lastSteps()) {
            try {
                CleanExecution.execute(subject.connection(), step);
                // what this clean made itself is nobody's loss
                step.drops().stream().filter(found::contains).forEach(dropped::add);
            } catch (SQLException e) {
                SqlFailure failure = subject.dialect().classify(e);
                if (failure != SqlFailure.LOCK_TIMEOUT && failure != SqlFailure.SERIALIZATION) {
                    throw e;
                }
                step.drops()
                        .forEach(each -> left.add(new LeftObject(each.toString(), "another run holds the lock in it")));
            }
        }
        plan = CleanPlan.builder(plan.database(), plan.schemas()).left(left).build();
    }

    /** What was done. */
    public CleanReport report() {
        Duration duration = Duration.between(start, subject.context().clock().instant());
        return new CleanReport(
                subject.database(), List.copyOf(targets.schemas()), List.copyOf(dropped), plan.left(), duration);
    }

    private void refuse(List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.CLEAN_REFUSED,
                            "schema " + String.join(", ", targets.schemas()) + " on " + subject.database()
                                    + " is not emptied: " + String.join("; ", refusals))
                    .with("dropped", dropped.size())
                    .hint("Look at planClean(...) and settle what it refuses; no statement runs before that.")
                    .build();
        }
    }

    private DbOpsException stillThere() {
        List<String> names =
                plan.drops().stream().map(SchemaObject::toString).limit(10).toList();
        return DbOpsException.of(
                        ErrorCode.CLEAN_FAILED,
                        "after " + ROUNDS + " rounds schema " + String.join(", ", plan.schemas()) + " still holds "
                                + String.join(", ", names))
                .hint("Stop whoever creates objects there, and clean again.")
                .build();
    }
}
