package io.dbops.migration.lock;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a holder may believe in its lease: two thirds of its duration from the moment at which it began the last renewal
 * that succeeded. Others count the whole duration from a later moment, so the last third is for what is under way. By a
 * monotonic clock of this machine alone. Thread-safe.
 */
final class LeaseTerm {

    private final LongSupplier nanoTime;
    private final long nanos;
    private volatile long renewed;

    /** @param begun when the taking of the lease was begun */
    LeaseTerm(LongSupplier nanoTime, Duration duration, long begun) {
        this.nanoTime = nanoTime;
        this.nanos = duration.toNanos() / 3 * 2;
        this.renewed = begun;
    }

    /** @param begin when the renewal that succeeded was begun */
    void renewed(long begin) {
        renewed = begin;
    }

    boolean runs() {
        return nanoTime.getAsLong() - renewed < nanos;
    }
}
