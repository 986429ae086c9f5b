package io.dbops.backup.work;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.call.InterruptFlag;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * One call of the engine from its first event to its last: however it ends, the listener is told, and the caller gets a
 * {@link DbOpsException}, or the Error that the JVM threw.
 */
public final class OperationRun {

    private final String what;
    private final ErrorCode code;
    private final Deadline deadline;

    /**
     * A call that is not begun yet.
     *
     * @param what names it, as in "the restore of ..."
     * @param code of failures that are nobody else's
     * @param deadline of the call
     */
    public OperationRun(String what, ErrorCode code, Deadline deadline) {
        this.what = what;
        this.code = code;
        this.deadline = deadline;
    }

    /** Runs it between its events. */
    public <T> T run(Progress progress, Callable<T> work, Function<T, String> summary) {
        progress.started(what);
        T result;
        try {
            result = run(work);
        } catch (DbOpsException | Error e) {
            progress.failed(e);
            throw e;
        }
        progress.finished(summary.apply(result));
        return result;
    }

    /** Runs it without events. */
    public <T> T run(Callable<T> work) {
        try {
            deadline.check(what + " began");
            return work.call();
        } catch (InterruptedException e) {
            InterruptFlag.raise();
            throw DbOpsException.of(ErrorCode.INTERRUPTED, what + " was interrupted")
                    .hint("Call again; nothing partial is listed.")
                    .cause(e)
                    .build();
        } catch (Exception e) {
            DbOpsException failure = Failures.elsewhere().of(code, what, e);
            if (failure.code() == ErrorCode.INTERRUPTED) {
                // only now, after all cleaning up: files and some drivers refuse to work while it is up
                InterruptFlag.raise();
            }
            throw failure;
        }
    }
}
