package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrationState;
import io.dbops.migration.execute.PlannedExecution.Outcome;
import io.dbops.migration.history.Direction;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.call.InterruptFlag;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Applies migrations, or takes them back, one after another on one connection, and records each. Used by one thread. */
public final class MigrationExecutor {

    private final ExecutionSession session;
    private boolean sessionChanged;

    public MigrationExecutor(ExecutionSession session) {
        this.session = session;
    }

    /** Runs it and records it, or records its failure and says what failed. */
    public AppliedMigration execute(PlannedExecution planned) throws ExecutionFailure {
        ResolvedMigration migration = planned.migration();
        Instant start = session.clock().instant();
        String startedAt = session.now();
        try {
            Work work = work(planned);
            if (planned.direction() == Direction.DOWN && !(work instanceof TransactionalWork)) {
                noteUndo(planned, startedAt);
            }
            Outcome outcome = work.run(new Completion(session, planned, start, startedAt));
            resetSession(planned);
            return new AppliedMigration(
                    migration.id(),
                    migration.name(),
                    outcome.statements(),
                    planned.parsed() == null ? List.of() : planned.parsed().affectedObjects(),
                    outcome.rows(),
                    Duration.ofMillis(outcome.millis()));
        } catch (ExecutionFailure e) {
            recordFailure(planned, start, startedAt, e);
            throw e;
        } catch (SQLException e) {
            ExecutionFailure failure = Failures.bookkeeping(session, planned, "recording it", e);
            recordFailure(planned, start, startedAt, failure);
            throw failure;
        } catch (DbOpsException e) {
            ExecutionFailure failure = Failures.refused(planned, e);
            recordFailure(planned, start, startedAt, failure);
            throw failure;
        }
    }

    /** Records that it is applied although nothing of it is run; what was known of an attempt is forgotten. */
    public AppliedMigration mark(PlannedExecution planned) throws ExecutionFailure {
        Completion completion = new Completion(session, planned, session.clock().instant(), session.now());
        try {
            Transactions.run(session.connection(), () -> {
                Completion.Written written = completion.mark();
                session.journal().clear(session.connection(), planned.id());
                completion.committed(written); // if the commit fails, the run ends, and nobody asks its ledger again
            });
        } catch (SQLException e) {
            throw Failures.bookkeeping(session, planned, "marking it as applied", e);
        }
        return new AppliedMigration(planned.id(), planned.migration().name(), 0, List.of(), 0, Duration.ZERO);
    }

    /** Calls a callback, or says what failed; what was done before it stays. */
    public void call(PlannedExecution callback) throws ExecutionFailure {
        new CallbackWork(session, callback).run();
        if (callback.settlesSession()) {
            sessionChanged |= callback.changesSession();
            return;
        }
        try {
            resetSession(callback);
        } catch (SQLException e) {
            throw Failures.bookkeeping(session, callback, "putting the session's settings back", e);
        }
    }

    /** What a script says to its session is over with it, unless the run is one transaction. */
    private void resetSession(PlannedExecution planned) throws SQLException {
        if ((sessionChanged || planned.changesSession()) && !session.oneTransaction()) {
            session.borrowed().resetSession();
            session.patience().forget();
        }
        sessionChanged = false;
    }

    private Work work(PlannedExecution planned) throws SQLException {
        boolean begun = !session.entries(planned).isEmpty();
        if (planned.oneTransaction(session.capabilities()) && !begun) {
            return new TransactionalWork(session, planned);
        }
        return planned.parsed() == null
                ? new JournaledJavaWork(session, planned)
                : new JournaledScriptWork(session, planned, planned.parsed());
    }

    /** What is taken back statement by statement is neither applied nor gone until that has ended, even if nobody lives to say so. */
    private void noteUndo(PlannedExecution planned, String startedAt) throws SQLException {
        HistoryRow row =
                planned.row(session, MigrationState.IN_PROGRESS, new Outcome(0, 0, startedAt, 0), "nobody said why");
        session.fence().run(session.connection(), () -> session.history().add(session.connection(), row));
        session.ledger().advance(row);
    }

    private void recordFailure(PlannedExecution planned, Instant start, String startedAt, ExecutionFailure failure) {
        session.watch().close();
        boolean interrupted = InterruptFlag.setAside();
        try {
            Transactions.rollback(session.connection(), failure);
            if (session.oneTransaction()) {
                session.ledger().rewind();
            }
            long millis = Duration.between(start, session.clock().instant()).toMillis();
            Outcome outcome = new Outcome(0, 0, startedAt, millis);
            HistoryRow row = planned.row(session, state(planned), outcome, failure.getMessage());
            Transactions.run(session.connection(), () -> {
                session.fence().hold(session.connection());
                session.history().add(session.connection(), row);
            });
            session.ledger().advance(row);
        } catch (SQLException | DbOpsException e) {
            failure.addSuppressed(e);
        } finally {
            InterruptFlag.putBack(interrupted, failure.code());
        }
    }

    /** A failed undo leaves the migration as it was, unless a part of it is done, or may be. */
    private MigrationState state(PlannedExecution planned) throws SQLException {
        if (planned.direction() == Direction.UP) {
            return MigrationState.FAILED;
        }
        boolean nothing = session.journal().entries(session.connection(), planned.id(), Direction.DOWN).stream()
                .allMatch(entry -> entry.state() == JournalEntry.State.FAILED);
        return nothing ? MigrationState.FAILED : MigrationState.IN_PROGRESS;
    }

    /** One way to run a migration. */
    interface Work {
        Outcome run(Completion completion) throws ExecutionFailure, SQLException;
    }
}
