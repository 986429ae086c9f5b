package io.dbops.migration.lock;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.spi.Sleeper;
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

    void waiting(String detail) {
        listener.onEvent(new OperationEvent(
                OperationEvent.Operation.MIGRATE,
                OperationEvent.Kind.WAITING,
                "",
                detail,
                OperationEvent.Progress.NONE));
    }
}
