package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.error.PartialWork;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.execute.ExecutionFailure;
import io.dbops.migration.execute.ExecutionSession;
import io.dbops.migration.execute.LockPatience;
import io.dbops.migration.execute.MigrationExecutor;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.execute.RunFence;
import io.dbops.migration.execute.Transactions;
import io.dbops.migration.history.HistoryLedger;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.StatementJournal;
import io.dbops.migration.lock.LockWait;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.call.InterruptFlag;
import io.dbops.spi.sql.SessionIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call that has migrations to run: lock, look again, run, release. Used by one thread, once. */
final class MigrationRun {

    /** Says what to do, once the lock is held. */
    @FunctionalInterface
    interface Decide<D> {
        Work<D> after(HistorySnapshot snapshot) throws SQLException;
    }

    /**
     * What to do.
     *
     * @param decision why, for the caller
     * @param executions what to run, in order
     * @param warnings for the listener
     * @param <D> what the caller decides
     */
    record Work<D>(D decision, List<PlannedExecution> executions, List<String> warnings) {}

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final EngineContext context;
    private final Workplace place;
    private final Manner manner;
    private final Around around;
    private final CallWatch watch;
    private final Instant start;
    private final List<AppliedMigration> finished = new ArrayList<>();
    private List<PlannedExecution> executions = List.of();
    private Instant looked = Instant.EPOCH;
    private boolean begun;

    MigrationRun(EngineContext context, Workplace place, Manner manner, Around around) {
        this.context = context;
        this.place = place;
        this.manner = manner;
        this.around = around;
        this.watch = place.watch();
        this.start = context.clock().instant();
    }

    /** What was run, in order. */
    List<AppliedMigration> finished() {
        return finished;
    }

    /** Runs what is to be done once the lock is held; returns what was decided then. */
    <D> D run(Decide<D> decide) throws SQLException {
        place.borrowed().prepareForWork(place.dialect().sessions());
        LockWait wait = new LockWait(
                manner.lockWait(), watch.deadline(), context.clock(), context.sleeper(), context.listener());
        try (MigrationLock lock = RunLock.acquire(context, place, manner.lease(), wait)) {
            return run(decide, lock, wait);
        }
    }

    /** The same with the lock already held, and the borrowed connection prepared. */
    <D> D run(Decide<D> decide, MigrationLock lock, LockWait wait) throws SQLException {
        try {
            return locked(decide, lock, wait);
        } finally {
            // whatever comes now gives back what was taken, and shall not be refused
            watch.close();
        }
    }

    private <D> D locked(Decide<D> decide, MigrationLock lock, LockWait wait) throws SQLException {
        prepareTables();
        Connection connection = place.connection();
        SessionIdentity identity = place.identity();
        beginRun(lock, identity, wait);
        try {
            // only now: whoever ran before can record nothing any more
            HistorySnapshot snapshot = place.snapshot();
            Work<D> work = decide.after(snapshot);
            executions = work.executions();
            boolean toDo = !executions.isEmpty() || around.isOwed();
            if (toDo) {
                started(work.warnings());
                execute(lock, new MigrationExecutor(session(lock, snapshot, identity)), identity);
            }
            watch.close();
            place.journal().endRun(connection, lock.token());
            if (toDo) {
                event(Kind.FINISHED, "", finished.size() + " " + manner.done());
            }
            return work.decision();
        } catch (ExecutionFailure e) {
            throw failed(lock, e.toException(work()));
        } catch (DbOpsException e) {
            throw failed(lock, e.withPartialWork(work()));
        } catch (SQLException e) {
            throw failed(
                    lock,
                    Workplace.failure(manner.call(), watch, place.dialect(), e).withPartialWork(work()));
        } catch (RuntimeException | Error e) {
            endRun(lock, e, ErrorCode.MIGRATION_FAILED);
            event(Kind.FAILED, "", e.getClass().getName());
            throw e;
        }
    }

    /** In the place of an unfinished run, once that one's session is gone or can record nothing any more. */
    private void beginRun(MigrationLock lock, SessionIdentity identity, LockWait wait) throws SQLException {
        Connection connection = place.connection();
        StatementJournal journal = place.journal();
        Optional<JournalEntry> before = RunLock.awaitDead(place, lock, manner.lease(), wait);
        if (before.filter(JournalEntry::isClean).isPresent()) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_HISTORY,
                            "a clean of schema " + place.history().schema()
                                    + " began and did not end: some of what it held is gone")
                    .hint("Clean it again, or reset it; then migrate.")
                    .build();
        }
        String unfinished = before.map(JournalEntry::digest).orElse("");
        lock.checkStatement("the run began");
        Transactions.run(
                connection,
                () -> journal.beginRun(
                        connection, unfinished, identity, lock.token(), ExecutionSession.now(context.clock())));
    }

    private void started(List<String> warnings) {
        event(Kind.STARTED, "", executions.size() + " " + manner.pending());
        warnings.forEach(warning -> event(Kind.WARNING, "", warning));
    }

    private DbOpsException failed(MigrationLock lock, DbOpsException cause) {
        DbOpsException failure = lock.explain(cause);
        endRun(lock, failure, failure.code());
        event(Kind.FAILED, "", failure.what());
        return failure;
    }

    private ExecutionSession session(MigrationLock lock, HistorySnapshot snapshot, SessionIdentity identity)
            throws SQLException {
        return new ExecutionSession(
                place.borrowed(),
                place.dialect(),
                place.capabilities(),
                place.history(),
                place.journal(),
                new HistoryLedger(snapshot),
                identity,
                String.valueOf(place.connection().getMetaData().getUserName()),
                context.clock(),
                context.listener(),
                watch,
                new RunFence(place.journal(), lock),
                new LockPatience(
                        place.dialect(),
                        place.lexicon(),
                        place.pooled(),
                        manner.ddlLockWait(),
                        watch.deadline(),
                        context.clock(),
                        context.sleeper(),
                        context.listener()),
                place.journal().known(place.connection()),
                manner.oneTransaction(),
                manner.lossWarnings());
    }

    private void execute(MigrationLock lock, MigrationExecutor executor, SessionIdentity identity)
            throws SQLException, ExecutionFailure {
        List<PlannedExecution> all = around.with(executions);
        Connection connection = place.connection();
        if (manner.oneTransaction()) {
            OneTransaction.check(all, place);
            connection.setAutoCommit(false);
        }
        if (around.remembers()) {
            lock.checkStatement("the callbacks behind the run were noted");
            place.journal().owe(connection, identity, ExecutionSession.now(context.clock()));
        }
        for (PlannedExecution each : all) {
            one(each, lock, executor);
        }
        if (around.remembers()) {
            place.journal().settle(connection);
        }
        if (manner.oneTransaction()) {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Whether the lock is still held, once a second: whoever gets a lock that this run lost waits until its session is gone, or its
     * records are refused, so that to know is to stop early and no more.
     */
    private void look(MigrationLock lock, String next) throws SQLException {
        Instant now = context.clock().instant();
        if (Duration.between(looked, now).abs().compareTo(LOOK_EVERY) >= 0) {
            lock.check(next);
            looked = now;
        }
    }

    private void one(PlannedExecution each, MigrationLock lock, MigrationExecutor executor)
            throws SQLException, ExecutionFailure {
        watch.deadline().check(each.what());
        look(lock, each.what());
        begun = !each.isCallback();
        event(Kind.ITEM_STARTED, each.id(), each.location());
        if (each.isCallback()) {
            executor.call(each);
        } else {
            finished.add(manner.step().on(executor, each));
        }
        begun = false;
        event(Kind.ITEM_FINISHED, each.id(), each.migration().name());
    }

    /** What is done, what was under way, and what nobody has begun. */
    private PartialWork work() {
        List<String> ids = executions.stream().map(PlannedExecution::id).toList();
        if (manner.oneTransaction()) {
            return new PartialWork(
                    List.of(), ids.subList(finished.size(), finished.size() + (begun ? 1 : 0)), without(ids));
        }
        int done = finished.size();
        int tried = done + (begun ? 1 : 0);
        return new PartialWork(ids.subList(0, done), ids.subList(done, tried), ids.subList(tried, ids.size()));
    }

    /** All but the one that was under way: what was done before it is undone with it. */
    private List<String> without(List<String> ids) {
        List<String> others = new ArrayList<>(ids);
        if (begun) {
            others.remove(finished.size());
        }
        return others;
    }

    private void endRun(MigrationLock lock, Throwable failure, ErrorCode code) {
        watch.close();
        boolean interrupted = InterruptFlag.setAside();
        try {
            place.journal().endRun(place.connection(), lock.token());
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            InterruptFlag.putBack(interrupted, code);
        }
    }

    private void prepareTables() throws SQLException {
        Connection connection = place.connection();
        if (!place.history().exists(connection)) {
            place.history().create(connection);
        }
        if (place.journal().exists(connection)) {
            place.journal().upgrade(connection);
        } else {
            place.journal().create(connection);
        }
    }

    private void event(Kind kind, String item, String detail) {
        Duration elapsed = Duration.between(start, context.clock().instant());
        context.listener()
                .onEvent(new OperationEvent(
                        manner.operation(),
                        kind,
                        item,
                        detail,
                        new OperationEvent.Progress(finished.size(), executions.size(), 0, 0, elapsed)));
    }
}
