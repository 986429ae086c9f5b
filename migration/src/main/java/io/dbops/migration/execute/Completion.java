package io.dbops.migration.execute;

import io.dbops.migration.execute.PlannedExecution.Outcome;
import io.dbops.migration.history.HistoryRow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the history row of a migration that is applied or taken back, in the transaction that is open. */
record Completion(ExecutionSession session, PlannedExecution planned, Instant start, String startedAt) {

    /** What was written, to be counted once it is committed. */
    record Written(HistoryRow row, Outcome outcome) {}

    Written write(int statements, long rows) throws SQLException {
        return write(statements, rows, null);
    }

    /** That it is taken for done, since somebody says so. */
    Written mark() throws SQLException {
        return write(0, 0, "marked as applied, not run");
    }

    private Written write(int statements, long rows, @Nullable String remark) throws SQLException {
        session.fence().hold(session.connection());
        long millis = Duration.between(start, session.clock().instant()).toMillis();
        Outcome outcome = new Outcome(statements, rows, startedAt, millis);
        HistoryRow row = session.ledger().prepare(planned.row(session, planned.success(), outcome, remark));
        session.history().add(session.connection(), row);
        return new Written(row, outcome);
    }

    Outcome committed(Written written) {
        session.ledger().advance(written.row());
        return written.outcome();
    }
}
