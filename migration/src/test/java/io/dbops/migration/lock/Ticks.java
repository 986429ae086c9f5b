package io.dbops.migration.lock;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A monotonic clock that the test moves. */
final class Ticks implements LongSupplier {

    private long now = -5;

    void pass(Duration duration) {
        now += duration.toNanos();
    }

    void jumpTo(long nanos) {
        now = nanos;
    }

    @Override
    public long getAsLong() {
        return now;
    }
}
