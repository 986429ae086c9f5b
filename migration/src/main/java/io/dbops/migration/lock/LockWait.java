package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.spi.Sleeper;
import io.dbops.spi.call.Deadline;
import java.time.Clock;
import java.time.Duration;

/**
 * How to wait for others.
 *
 * @param longest the bound
 * @param deadline of the call as a whole
 * @param clock tells the time
 * @param sleeper waits between polls
 * @param listener is told for whom
 */
public record LockWait(Duration longest, Deadline deadline, Clock clock, Sleeper sleeper, OperationListener listener) {

    /** What had not come when the time was over. */
    static final String FOR_LOCK = "the migration lock was free";

    DbOpsException inVain(String lock, String holder, String hint) {
        return DbOpsException.of(
                        ErrorCode.LOCK_TIMEOUT,
                        "the migration lock " + lock + " was not free within " + longest + "; it is held by " + holder)
                .with("holder", holder)
                .hint(hint)
                .build();
    }

    void waiting(String detail) {
        listener.onEvent(new OperationEvent(
                OperationEvent.Operation.MIGRATE,
                OperationEvent.Kind.WAITING,
                "",
                detail,
                OperationEvent.Progress.NONE));
    }
}
