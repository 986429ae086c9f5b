package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.error.PartialWork;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.execute.ExecutionFailure;
import io.dbops.migration.execute.ExecutionSession;
import io.dbops.migration.execute.MigrationExecutor;
import io.dbops.migration.execute.RunFence;
import io.dbops.migration.execute.Transactions;
import io.dbops.migration.history.HistoryLedger;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.StatementJournal;
import io.dbops.migration.lock.LockWait;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.source.ResolvedMigration;
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

/** One migrate that has something to do: lock, look again, run, release. Used by one thread, once. */
final class MigrationRun {

    private final EngineContext context;
    private final Workplace place;
    private final MigrateOptions options;
    private final CallWatch watch;
    private final Instant start;
    private final List<AppliedMigration> applied = new ArrayList<>();
    private List<ResolvedMigration> pending = List.of();
    private boolean begun;

    MigrationRun(EngineContext context, Workplace place, MigrateOptions options) {
        this.context = context;
        this.place = place;
        this.options = options;
        this.watch = place.watch();
        this.start = context.clock().instant();
    }

    /** What was applied, in order. */
    List<AppliedMigration> applied() {
        return applied;
    }

    /** Applies what is pending once the lock is held; returns what was decided then. */
    MigrationDecision migrate(List<ResolvedMigration> migrations) throws SQLException {
        place.borrowed().prepareForWork(place.dialect().sessions());
        LockWait wait = new LockWait(
                options.lockWait(), watch.deadline(), context.clock(), context.sleeper(), context.listener());
        try (MigrationLock lock = RunLock.acquire(context, place, options.lease(), wait)) {
            return migrate(migrations, lock, wait);
        }
    }

    /** The same with the lock already held, and the borrowed connection prepared. */
    MigrationDecision migrate(List<ResolvedMigration> migrations, MigrationLock lock, LockWait wait)
            throws SQLException {
        try {
            return run(lock, migrations, wait);
        } finally {
            // whatever comes now gives back what was taken, and shall not be refused
            watch.close();
        }
    }

    private MigrationDecision run(MigrationLock lock, List<ResolvedMigration> migrations, LockWait wait)
            throws SQLException {
        prepareTables();
        Connection connection = place.connection();
        SessionIdentity identity = place.dialect().sessions().identify(connection);
        beginRun(lock, identity, wait);
        try {
            // only now: whoever ran before can record nothing any more
            HistorySnapshot snapshot = place.snapshot();
            MigrationDecision decision = place.decide(migrations, snapshot, options);
            pending = decision.pending();
            if (!pending.isEmpty()) {
                started(decision);
                execute(lock, new MigrationExecutor(session(lock, snapshot, identity)));
            }
            watch.close();
            place.journal().endRun(connection, lock.token());
            if (!pending.isEmpty()) {
                event(Kind.FINISHED, "", applied.size() + " applied");
            }
            return decision;
        } catch (ExecutionFailure e) {
            throw failed(lock, e.toException(work()));
        } catch (DbOpsException e) {
            throw failed(lock, e.withPartialWork(work()));
        } catch (SQLException e) {
            throw failed(
                    lock,
                    Workplace.failure("migrate()", watch, place.dialect(), e).withPartialWork(work()));
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
        Optional<JournalEntry> before = RunLock.awaitDead(place, lock, options.lease(), wait);
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

    private void started(MigrationDecision decision) {
        event(Kind.STARTED, "", pending.size() + " pending");
        decision.warnings().forEach(warning -> event(Kind.WARNING, "", warning));
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
                new RunFence(place.journal(), lock));
    }

    private void execute(MigrationLock lock, MigrationExecutor executor) throws SQLException, ExecutionFailure {
        for (ResolvedMigration migration : pending) {
            watch.deadline().check("migration " + migration);
            lock.check("migration " + migration);
            begun = true;
            event(Kind.ITEM_STARTED, migration.id(), migration.location());
            applied.add(executor.execute(place.scripts().execution(migration)));
            begun = false;
            event(Kind.ITEM_FINISHED, migration.id(), migration.name());
        }
    }

    /** What is done, what was under way, and what nobody has begun. */
    private PartialWork work() {
        List<String> ids = pending.stream().map(ResolvedMigration::id).toList();
        int done = applied.size();
        int tried = done + (begun ? 1 : 0);
        return new PartialWork(ids.subList(0, done), ids.subList(done, tried), ids.subList(tried, ids.size()));
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
        if (!place.journal().exists(connection)) {
            place.journal().create(connection);
        }
    }

    private void event(Kind kind, String item, String detail) {
        Duration elapsed = Duration.between(start, context.clock().instant());
        context.listener()
                .onEvent(new OperationEvent(
                        OperationEvent.Operation.MIGRATE,
                        kind,
                        item,
                        detail,
                        new OperationEvent.Progress(applied.size(), pending.size(), 0, 0, elapsed)));
    }
}
