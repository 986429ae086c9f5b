package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.PartialWork;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.execute.ExecutionFailure;
import io.dbops.migration.execute.ExecutionSession;
import io.dbops.migration.execute.MigrationExecutor;
import io.dbops.migration.execute.StatementWatch;
import io.dbops.migration.history.HistoryLedger;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.lock.DeadHolder;
import io.dbops.migration.lock.Deadline;
import io.dbops.migration.lock.InterruptFlag;
import io.dbops.migration.lock.LockWait;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.script.Digests;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
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

    private static final int LONGEST_LOCK_NAME = 64;

    private final EngineContext context;
    private final Workplace place;
    private final MigrateOptions options;
    private final Deadline deadline;
    private final Instant start;
    private final List<AppliedMigration> applied = new ArrayList<>();

    MigrationRun(EngineContext context, Workplace place, MigrateOptions options, Deadline deadline) {
        this.context = context;
        this.place = place;
        this.options = options;
        this.deadline = deadline;
        this.start = context.clock().instant();
    }

    /** What was applied, in order. */
    List<AppliedMigration> applied() {
        return applied;
    }

    /** Applies what is pending once the lock is held; returns what was decided then. */
    MigrationDecision migrate(List<ResolvedMigration> migrations) throws SQLException {
        place.borrowed().prepareForWork(place.dialect().sessions());
        LockWait wait =
                new LockWait(options.lockWait(), deadline, context.clock(), context.sleeper(), context.listener());
        try (MigrationLock lock =
                MigrationLock.acquire(context.dataSource(), place.borrowed(), place.dialect(), lockName(), wait)) {
            prepareTables();
            HistorySnapshot snapshot = place.snapshot();
            MigrationDecision decision = place.decide(migrations, snapshot, options);
            if (!decision.pending().isEmpty()) {
                run(lock, decision, snapshot, wait);
            }
            return decision;
        }
    }

    private void run(MigrationLock lock, MigrationDecision decision, HistorySnapshot snapshot, LockWait wait)
            throws SQLException {
        Connection connection = place.connection();
        SessionIdentity identity = place.dialect().sessions().identify(connection);
        Optional<JournalEntry> unfinished = place.journal().unfinishedRun(connection);
        if (unfinished.isPresent()) {
            DeadHolder.awaitGone(
                    connection, place.dialect().sessions(), unfinished.get().session(), wait);
        }
        List<ResolvedMigration> pending = decision.pending();
        event(Kind.STARTED, "", pending.size() + " pending", pending.size());
        decision.warnings().forEach(warning -> event(Kind.WARNING, "", warning, pending.size()));
        try (StatementWatch watch = new StatementWatch(deadline)) {
            ExecutionSession session = session(snapshot, identity, watch);
            place.journal().beginRun(connection, identity, session.now());
            execute(lock, pending, new MigrationExecutor(session));
            place.journal().endRun(connection);
            event(Kind.FINISHED, "", applied.size() + " applied", pending.size());
        } catch (ExecutionFailure e) {
            DbOpsException failure = e.toException(work(pending));
            endRun(connection, failure);
            event(Kind.FAILED, "", String.valueOf(e.getMessage()), pending.size());
            throw failure;
        } catch (DbOpsException e) {
            endRun(connection, e);
            event(Kind.FAILED, "", String.valueOf(e.getMessage()), pending.size());
            throw e;
        }
    }

    private ExecutionSession session(HistorySnapshot snapshot, SessionIdentity identity, StatementWatch watch)
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
                deadline,
                watch);
    }

    private void execute(MigrationLock lock, List<ResolvedMigration> pending, MigrationExecutor executor)
            throws SQLException, ExecutionFailure {
        for (ResolvedMigration migration : pending) {
            deadline.check("migration " + migration);
            lock.check("migration " + migration);
            event(Kind.ITEM_STARTED, migration.id(), migration.location(), pending.size());
            applied.add(executor.execute(place.scripts().execution(migration)));
            event(Kind.ITEM_FINISHED, migration.id(), migration.name(), pending.size());
        }
    }

    private PartialWork work(List<ResolvedMigration> pending) {
        List<String> ids = pending.stream().map(ResolvedMigration::id).toList();
        int failed = applied.size();
        boolean none = failed >= ids.size();
        return new PartialWork(
                ids.subList(0, failed),
                none ? List.of() : ids.subList(failed, failed + 1),
                none ? List.of() : ids.subList(failed + 1, ids.size()));
    }

    private void endRun(Connection connection, DbOpsException failure) {
        boolean interrupted = InterruptFlag.setAside();
        try {
            place.journal().endRun(connection);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        } finally {
            InterruptFlag.putBack(interrupted, failure.code());
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

    private String lockName() {
        String name =
                "dbops:" + place.history().schema() + "." + place.history().table();
        return name.length() <= LONGEST_LOCK_NAME
                ? name
                : "dbops:" + Digests.of(name).substring(0, 40);
    }

    private void event(Kind kind, String item, String detail, int total) {
        Duration elapsed = Duration.between(start, context.clock().instant());
        context.listener()
                .onEvent(new OperationEvent(
                        OperationEvent.Operation.MIGRATE,
                        kind,
                        item,
                        detail,
                        new OperationEvent.Progress(applied.size(), total, 0, 0, elapsed)));
    }
}
