package io.dbops.migration.execute;

import io.dbops.migration.lock.Deadline;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the statement that runs when its thread is interrupted or the time is over: drivers wait for the server and see
 * neither. A daemon thread that looks twenty times a second, only while there is a run.
 */
public final class StatementWatch implements AutoCloseable {

    /** Why a statement was cancelled. */
    enum Reason {
        NONE,
        INTERRUPTED,
        DEADLINE
    }

    private static final long TICK_NANOS = 50_000_000;

    private final Thread worker;
    private final Deadline deadline;
    private final Thread thread;
    private @Nullable Statement current;
    private volatile Reason reason = Reason.NONE;
    private volatile boolean closed;

    /** Watches the calling thread. */
    public StatementWatch(Deadline deadline) {
        this.worker = Thread.currentThread();
        this.deadline = deadline;
        this.thread = new Thread(this::run, "dbops-migration-watch");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void begin(Statement statement) {
        current = statement;
    }

    synchronized void end() {
        current = null;
    }

    Reason reason() {
        return reason;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, TICK_NANOS);
            if (worker.isInterrupted()) {
                cancel(Reason.INTERRUPTED);
            } else if (deadline.hasPassed()) {
                cancel(Reason.DEADLINE);
            }
        }
    }

    private synchronized void cancel(Reason why) {
        if (current == null) {
            return;
        }
        reason = why;
        try {
            current.cancel();
        } catch (SQLException e) {
            // the statement ended by itself, or the next tick tries again
            reason = why;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
