package io.dbops.backup.work;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.EngineContext;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.call.InterruptFlag;
import io.dbops.spi.sql.DatabaseIdentity;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/**
 * The part of a call that works in a database: its statements end when the thread is interrupted or the time is over, and what
 * failed because of that says so. Used by the call's thread; {@link #failures} by any.
 */
public final class DatabaseWork implements AutoCloseable {

    private final String what;
    private final ErrorCode code;
    private final EngineContext context;
    private final CallWatch watch;
    private volatile Failures failures = Failures.elsewhere();

    /**
     * Begins to watch.
     *
     * @param what names the call
     * @param code of failures that are nobody else's
     */
    public DatabaseWork(String what, ErrorCode code, EngineContext context, Deadline deadline) {
        this.what = what;
        this.code = code;
        this.context = context;
        this.watch = new CallWatch(deadline);
    }

    /** The same connections, watched. */
    public DataSource over(DataSource connections) {
        return watch.over(connections);
    }

    public Deadline deadline() {
        return watch.deadline();
    }

    /** From now on failures are told in the words of that database. */
    public void in(DatabaseIdentity identity) {
        failures = Failures.of(context, identity);
    }

    public Failures failures() {
        return failures;
    }

    /** Runs a step. When it fails, all that follows is cleaning up, which nothing ends. */
    public <T> T run(Callable<T> step) throws InterruptedException {
        try {
            return step.call();
        } catch (Exception | Error e) {
            watch.close();
            boolean interrupted = InterruptFlag.setAside();
            throw told(e, interrupted);
        }
    }

    /** A failure of code INTERRUPTED stands for the interrupt flag, which stays up for any other. */
    private DbOpsException told(Throwable cause, boolean interrupted) throws InterruptedException {
        if (cause instanceof InterruptedException e) {
            throw e;
        }
        DbOpsException failure = ended(cause);
        InterruptFlag.putBack(interrupted, failure.code());
        return failure;
    }

    private DbOpsException ended(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        DbOpsException failure = failures.of(code, what, cause);
        boolean known = failure.code() == ErrorCode.INTERRUPTED || failure.code() == ErrorCode.DEADLINE;
        return known ? failure : watch.ended(what, failure).orElse(failure);
    }

    /** Ends the watch: whatever comes now gives back what was taken. */
    @Override
    public void close() {
        watch.close();
    }
}
