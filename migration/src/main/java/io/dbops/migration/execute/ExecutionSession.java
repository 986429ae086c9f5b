package io.dbops.migration.execute;

import io.dbops.migration.MigrateOptions.Policy;
import io.dbops.migration.history.HistoryLedger;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.SchemaHistory;
import io.dbops.migration.history.StatementJournal;
import io.dbops.migration.lock.BorrowedConnection;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.SessionIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What every migration of a run shares. Used by the run's thread.
 *
 * @param borrowed the executing connection
 * @param dialect of its database
 * @param capabilities as probed
 * @param history the history table
 * @param journal the journal beside it
 * @param ledger what the next history row continues
 * @param identity the executing session
 * @param user the database user
 * @param clock tells the time
 * @param listener is told of progress
 * @param watch cancels what runs when the time is over or the thread interrupted
 * @param fence keeps a run that lost its lock from recording anything
 * @param patience with the locks of others
 * @param known ids of which the journal knew anything when the run began
 * @param oneTransaction whether the run as a whole is one transaction, which is open already
 * @param lossWarnings what to do about warnings that say that a statement lost data
 */
public record ExecutionSession(
        BorrowedConnection borrowed,
        DatabaseDialect dialect,
        Capabilities capabilities,
        SchemaHistory history,
        StatementJournal journal,
        HistoryLedger ledger,
        SessionIdentity identity,
        String user,
        Clock clock,
        OperationListener listener,
        CallWatch watch,
        RunFence fence,
        LockPatience patience,
        Set<String> known,
        boolean oneTransaction,
        Policy lossWarnings) {

    /** Reads the script once more. */
    ScriptSplitter split(PlannedExecution planned) {
        return Objects.requireNonNull(planned.script()).split(dialect.lexicon(capabilities.identity()));
    }

    /** What the journal knows of that migration. */
    List<JournalEntry> entries(PlannedExecution planned) throws SQLException {
        return known.contains(planned.id())
                ? journal.entries(connection(), planned.id(), planned.direction())
                : List.of();
    }

    Connection connection() {
        return borrowed.get();
    }

    /** Fails when nothing more may be executed: the time is over, the thread is interrupted, the lock is lost. */
    void check(String next) {
        watch.deadline().check(next);
        fence.check(next);
    }

    /** Tells the listener what a person should know about that migration. */
    void warn(PlannedExecution planned, String what) {
        OperationEvent.Operation operation =
                planned.isOfUndo() ? OperationEvent.Operation.UNDO : OperationEvent.Operation.MIGRATE;
        listener.onEvent(new OperationEvent(
                operation, OperationEvent.Kind.WARNING, planned.id(), what, OperationEvent.Progress.NONE));
    }

    /** Now, as the history writes it: ISO-8601 in UTC, to the microsecond, the same whatever the session's time zone. */
    public String now() {
        return now(clock);
    }

    /** That clock's now, as the history writes it. */
    public static String now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
    }
}
