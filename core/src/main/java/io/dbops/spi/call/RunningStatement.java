package io.dbops.spi.call;

import java.sql.SQLException;

/** A statement, or what is run without one, while it runs. Thread-safe. */
final class RunningStatement {

    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long GRACE_NANOS = 2_000_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    private final CallWatch.Cancellation cancellation;
    private final long begun = System.nanoTime();
    private boolean marked;
    private boolean ended;
    private long pause = FIRST_PAUSE_NANOS;
    private long next;

    RunningStatement(CallWatch.Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    synchronized void mark() {
        marked = true;
        next = System.nanoTime();
    }

    /** Marks it when it has run for longer than cleaning up takes. */
    synchronized void markIfLong() {
        markIfLonger(GRACE_NANOS);
    }

    /** Marks it when it has run for longer than that; returns whether it has. */
    synchronized boolean markIfLonger(long nanos) {
        boolean longer = System.nanoTime() - begun > nanos;
        if (longer && !marked) {
            mark();
        }
        return longer;
    }

    /** Cancels it, unless it was cancelled a moment ago: the first attempt may come before the server knows the statement. */
    synchronized void cancelIfMarked() {
        long now = System.nanoTime();
        if (!marked || ended || now < next) {
            return;
        }
        next = now + pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        try {
            cancellation.cancel();
        } catch (SQLException | RuntimeException e) {
            // it ended by itself, or the next attempt succeeds
            next = now + pause;
        }
    }

    /** Returns once no cancellation is under way, so that none hits what the connection runs next. */
    synchronized void end() {
        ended = true;
    }
}
