package io.dbops.migration.execute;

import io.dbops.migration.script.SqlStatement;
import java.sql.SQLException;

/** A statement that was refused because of others' locks, and may be tried again. */
final class LockedOut extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExecutionFailure failure;
    private final transient SqlStatement statement;

    LockedOut(ExecutionFailure failure, SqlStatement statement) {
        super(failure);
        this.failure = failure;
        this.statement = statement;
    }

    /** What to fail with if it is not tried again. */
    ExecutionFailure failure() {
        return failure;
    }

    /** Waits a little before the next try; outside a transaction. Fails when that was tried for long enough. */
    void pause(ExecutionSession session, PlannedExecution planned) throws ExecutionFailure, SQLException {
        session.patience().pause(session.connection(), statement, planned.place(statement.line()), failure);
    }
}
