package io.dbops.spi.call;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a call runs on its connections when the calling thread is interrupted or the time is over: drivers wait for the
 * server and see neither.
 *
 * <p>Every statement of a connection that was handed through {@link #over(Connection)} is watched, whoever runs it on whatever
 * thread: an engine, a dialect, a strategy, a Java migration. What runs when the reason arises is cancelled, again and again
 * until it ends; if nothing runs, the next statement is refused. Statements after that belong to the cleaning up, and run for two
 * seconds each: somebody may have taken the cancellation for a refusal, and tried another way.
 *
 * <p>A daemon thread looks twenty times a second, as long as the watch is open. Thread-safe.
 */
public final class CallWatch implements AutoCloseable {

    /** Why a call was ended. */
    public enum Reason {
        INTERRUPTED,
        DEADLINE
    }

    private static final long TICK_NANOS = 50_000_000;
    private static final long LAST_CANCEL_MILLIS = 1_000;

    private final Thread caller;
    private final Deadline deadline;
    private final Thread thread;
    private final Set<RunningStatement> running = new HashSet<>();
    private @Nullable Reason reason;
    private @Nullable Duration limit;
    private boolean overran;
    private boolean told;
    private volatile boolean closed;

    /** Watches the calling thread until it is closed. */
    public CallWatch(Deadline deadline) {
        this.caller = Thread.currentThread();
        this.deadline = deadline.telling(this::tell);
        this.thread = new Thread(this::run, "dbops-call-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on no single statement runs longer than that: it is cancelled, and the call goes on with what follows. */
    public synchronized void limitStatements(Duration longest) {
        limit = longest;
    }

    /** The limit that a statement has passed since the last answer, so that it was cancelled; empty when none has. */
    public synchronized Optional<Duration> overran() {
        Optional<Duration> passed = overran ? Optional.ofNullable(limit) : Optional.empty();
        overran = false;
        return passed;
    }

    /** The same connection, whose statements are watched. */
    public Connection over(Connection connection) {
        return WatchedJdbc.connection(connection, this);
    }

    /** The same source, the statements of whose connections are watched. */
    public DataSource over(DataSource source) {
        return WatchedJdbc.source(source, this);
    }

    /** Ends something from another thread, as {@link java.sql.Statement#cancel} does. */
    @FunctionalInterface
    public interface Cancellation {
        void cancel() throws SQLException;
    }

    /** What a driver does by other means than a statement, such as a bulk load. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException, IOException;
    }

    /** Runs some work and watches it as it watches statements. */
    public <T> T run(Cancellation cancellation, Work<T> work) throws SQLException, IOException {
        RunningStatement running = new RunningStatement(cancellation);
        begin(running);
        try {
            return work.run();
        } finally {
            end(running);
        }
    }

    /** Why a statement was cancelled or refused; empty while none was. */
    public synchronized Optional<Reason> reason() {
        return told ? Optional.ofNullable(reason) : Optional.empty();
    }

    /** The deadline that it watches; a check of this one that fails counts as the refusal of a statement. */
    public Deadline deadline() {
        return deadline;
    }

    /**
     * The error for a call that this watch ended; empty when it ended none.
     *
     * @param what was cancelled
     * @param cause what the database or the driver said to it
     */
    public Optional<DbOpsException> ended(String what, Throwable cause) {
        return reason().map(why -> why == Reason.DEADLINE
                ? Deadline.over(what + " was cancelled, because the time for the call was over", cause)
                : DbOpsException.of(ErrorCode.INTERRUPTED, what + " was cancelled, because the thread was interrupted")
                        .hint("Call again to go on.")
                        .cause(cause)
                        .build());
    }

    private synchronized void tell(Reason why) {
        if (reason == null) {
            reason = why;
            running.forEach(RunningStatement::mark);
        }
        told = true;
    }

    /** Before it runs; refuses it when the reason has arisen and no other statement was there to be cancelled. */
    synchronized void begin(RunningStatement statement) throws SQLException {
        look();
        if (reason != null && !told && !closed) {
            told = true;
            throw new SQLTimeoutException(
                    reason == Reason.DEADLINE
                            ? "the time for the call was over before this statement"
                            : "the thread was interrupted before this statement",
                    "57014");
        }
        running.add(statement);
    }

    void end(RunningStatement statement) {
        synchronized (this) {
            running.remove(statement);
        }
        statement.end();
    }

    /** Finds the reason, once, and marks what runs now. */
    private void look() {
        if (reason != null || closed) {
            return;
        }
        if (caller.isInterrupted()) {
            reason = Reason.INTERRUPTED;
        } else if (deadline.hasPassed()) {
            reason = Reason.DEADLINE;
        }
        if (reason != null) {
            running.forEach(RunningStatement::mark);
            told = !running.isEmpty();
        }
    }

    private synchronized List<RunningStatement> toCancel() {
        look();
        if (closed) {
            return List.of();
        }
        if (reason != null) {
            running.forEach(RunningStatement::markIfLong);
            return List.copyOf(running);
        }
        if (limit == null) {
            return List.of();
        }
        long longest = limit.toNanos();
        List<RunningStatement> late =
                running.stream().filter(each -> each.markIfLonger(longest)).toList();
        overran |= !late.isEmpty();
        return late;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, TICK_NANOS);
            toCancel().forEach(RunningStatement::cancelIfMarked);
        }
    }

    /** From now on nothing is cancelled; the watching thread has ended, or is about to give up a cancellation that hangs. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = InterruptFlag.setAside();
        try {
            thread.join(LAST_CANCEL_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            InterruptFlag.raise();
        }
    }
}
