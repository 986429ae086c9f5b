package io.dbops.backup.work;

import io.dbops.spi.Sleeper;
import io.dbops.value.ByteSize;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Holds up all workers of an operation together, so that they read or load no more bytes a second than was asked for. Thread-safe. */
public final class RateLimit {

    /** A worker that is held up looks so often whether it is still wanted. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable ByteSize perSecond;
    private final Sleeper sleeper;
    private final LongSupplier nanoTime;
    private long next;

    RateLimit(Optional<ByteSize> perSecond, Sleeper sleeper, LongSupplier nanoTime) {
        this.perSecond = perSecond.orElse(null);
        this.sleeper = sleeper;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /** Holds nobody up. */
    public static RateLimit none() {
        return of(Optional.empty(), Sleeper.REAL);
    }

    /** No limit where none is given. */
    public static RateLimit of(Optional<ByteSize> perSecond, Sleeper sleeper) {
        return new RateLimit(perSecond, sleeper, System::nanoTime);
    }

    /** Returns when that many bytes more are within the limit; time that was not used is not saved up. */
    public void take(long bytes, BooleanSupplier cancelled) throws InterruptedIOException {
        if (perSecond == null) {
            return;
        }
        long until = reserve((long) (bytes * NANOS / perSecond.bytes()));
        try {
            for (long left = until - nanoTime.getAsLong(); left > 0; left = until - nanoTime.getAsLong()) {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedIOException("cancelled");
                }
                sleeper.sleep(Duration.ofNanos(Math.min(left, SLICE)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private synchronized long reserve(long nanos) {
        long now = nanoTime.getAsLong();
        next = Math.max(next, now) + nanos;
        return next;
    }
}
