package io.dbops.migration.clean;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.error.PartialWork;
import io.dbops.migration.CleanStep;
import io.dbops.migration.SchemaObject;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.SqlFailures;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Executes the steps of a plan on a watched connection. */
final class CleanExecution {

    private static final int LONGEST_EXCERPT = 300;

    private final CleanSubject subject;
    private final CallWatch watch;
    private final CleanEvents events;

    CleanExecution(CleanSubject subject, CallWatch watch, CleanEvents events) {
        this.subject = subject;
        this.watch = watch;
        this.events = events;
    }

    /** Wholly or not at all. Returns what is gone. */
    List<SchemaObject> inOneTransaction(MigrationLock lock, List<CleanStep> steps) throws SQLException {
        Connection connection = subject.connection();
        connection.setAutoCommit(false);
        List<SchemaObject> gone = new ArrayList<>();
        try {
            for (int i = 0; i < steps.size(); i++) {
                step(steps, i, true);
                gone.addAll(steps.get(i).drops());
            }
            lock.check("the drops were committed");
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return gone;
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Each statement commits by itself. Returns what is gone. */
    List<SchemaObject> oneByOne(MigrationLock lock, List<CleanStep> steps) throws SQLException {
        List<SchemaObject> gone = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            lock.check(excerpt(steps.get(i)));
            step(steps, i, false);
            gone.addAll(steps.get(i).drops());
        }
        return gone;
    }

    private void step(List<CleanStep> steps, int index, boolean undone) {
        CleanStep step = steps.get(index);
        watch.deadline().check(excerpt(step));
        try (Statement statement = subject.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(step.statement());
        } catch (SQLException e) {
            throw failure(steps, index, undone, e);
        }
        if (!step.drops().isEmpty()) {
            events.tell(
                    Kind.PROGRESS,
                    step.drops().get(0).toString(),
                    step.drops().size() + " dropped",
                    index + 1,
                    steps.size());
        }
    }

    /** Without a place in the plan: for what lasts a moment. */
    static void execute(Connection connection, CleanStep step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(step.statement());
        }
    }

    private DbOpsException failure(List<CleanStep> steps, int index, boolean undone, SQLException cause) {
        List<String> before = names(steps.subList(0, index).stream());
        List<String> after = names(steps.subList(index + 1, steps.size()).stream());
        List<String> notStarted = new ArrayList<>(undone ? before : List.of());
        notStarted.addAll(after);
        PartialWork work = new PartialWork(undone ? List.of() : before, names(Stream.of(steps.get(index))), notStarted);
        SQLException cleaned = SqlFailures.cleaned(subject.dialect(), cause);
        return watch.ended("a clean at " + excerpt(steps.get(index)), cleaned)
                .map(ended -> ended.withPartialWork(work))
                .orElseGet(() -> DbOpsException.of(
                                code(cause),
                                "a clean failed at " + excerpt(steps.get(index)) + ": the database says: "
                                        + SqlFailures.words(subject.dialect(), cause)
                                        + (undone ? "; nothing was dropped" : ""))
                        .hint("Settle it and clean again; what is gone stays gone.")
                        .partialWork(work)
                        .cause(cleaned)
                        .build());
    }

    private static List<String> names(Stream<CleanStep> steps) {
        return steps.flatMap(step -> step.drops().stream())
                .map(SchemaObject::toString)
                .toList();
    }

    private ErrorCode code(SQLException cause) {
        boolean lost = subject.dialect().classify(cause) == SqlFailure.CONNECTION_LOST;
        return lost ? ErrorCode.CONNECTION : ErrorCode.CLEAN_FAILED;
    }

    private static String excerpt(CleanStep step) {
        String text = step.statement();
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + " ...";
    }
}
