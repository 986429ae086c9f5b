package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.execute.PlannedExecution.Outcome;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.JournalEntry.State;
import io.dbops.spi.call.InterruptFlag;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A Java migration where DDL commits. Whether it only changed rows cannot be read off it, so its transaction begins with a
 * mark in the journal: if the mark is there afterwards though the transaction failed, something in it was committed.
 */
final class JournaledJavaWork implements MigrationExecutor.Work {

    private final ExecutionSession session;
    private final PlannedExecution planned;

    JournaledJavaWork(ExecutionSession session, PlannedExecution planned) {
        this.session = session;
        this.planned = planned;
    }

    @Override
    public Outcome run(Completion completion) throws ExecutionFailure, SQLException {
        Connection connection = session.connection();
        List<JournalEntry> before = session.entries(planned);
        boolean done = !before.isEmpty() && before.get(0).state() == State.DONE;
        if (!before.isEmpty() && before.get(0).state() == State.PARTIAL) {
            throw inDoubt(before.get(0));
        }
        if (!done) {
            session.fence().run(connection, () -> session.journal().intend(connection, entry(), session.now()));
        }
        connection.setAutoCommit(false);
        if (!done) {
            session.fence().hold(connection);
            session.journal().mark(connection, entry(), State.PARTIAL, session.now());
            session.patience().leave(connection);
            call(connection);
        }
        Completion.Written written = completion.write(0, 0);
        session.journal().clear(connection, planned.id());
        connection.commit();
        connection.setAutoCommit(true);
        return completion.committed(written);
    }

    private void call(Connection connection) throws ExecutionFailure {
        try {
            JavaRun.run(session, planned, connection);
        } catch (ExecutionFailure e) {
            session.watch().close();
            boolean interrupted = InterruptFlag.setAside();
            try {
                Transactions.rollback(connection, e);
                settle(connection, e);
            } finally {
                InterruptFlag.putBack(interrupted, e.code());
            }
            throw e;
        }
    }

    /** Rolled back as a whole, it may simply be repeated; else the mark stays for the next run to find. */
    private void settle(Connection connection, ExecutionFailure failure) {
        try {
            List<JournalEntry> after = session.journal().entries(connection, planned.id(), planned.direction());
            if (!after.isEmpty() && after.get(0).state() == State.RUNNING) {
                session.fence().run(connection, () -> session.journal()
                        .mark(connection, entry(), State.FAILED, session.now()));
            } else {
                failure.with("partly committed", "yes: a statement in it committed by itself");
            }
        } catch (SQLException | DbOpsException e) {
            failure.addSuppressed(e);
        }
    }

    private JournalEntry entry() {
        return new JournalEntry(
                planned.id(),
                planned.direction(),
                0,
                planned.checksum(),
                State.RUNNING,
                planned.location(),
                session.identity(),
                "");
    }

    private ExecutionFailure inDoubt(JournalEntry entry) {
        return Failures.history(
                planned,
                ErrorCode.MIGRATION_IN_DOUBT,
                "Java " + planned.what() + " failed after a statement in it had committed by itself, so a part of"
                        + " it may be there",
                "Look at what it left and either undo or finish it by hand; "
                        + session.journal().settlement(entry) + ".");
    }
}
