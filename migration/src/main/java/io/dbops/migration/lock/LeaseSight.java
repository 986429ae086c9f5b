package io.dbops.migration.lock;

import io.dbops.migration.history.LeaseRow;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one who waits has seen of a lease. A holder is dead when its row has read the same for the whole duration that the
 * row itself states, by the waiter's own monotonic clock: the clocks of two machines are never compared. Used by one thread.
 */
final class LeaseSight {

    /** Far above what can be asked for: a damaged row shall not keep everyone out for ever. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LongSupplier nanoTime;
    private @Nullable LeaseRow seen;
    private long since;
    private boolean stirred;

    LeaseSight(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes in what the row reads now; returns whether its holder is to be taken for dead. */
    boolean isDead(LeaseRow row) {
        long now = nanoTime.getAsLong();
        if (seen == null || seen.beat() != row.beat() || !seen.holder().equals(row.holder())) {
            stirred = seen != null;
            seen = row;
            since = now;
            return false;
        }
        Duration duration = row.duration().compareTo(LONGEST) < 0 ? row.duration() : LONGEST;
        return now - since >= duration.toNanos();
    }

    /** Whether anyone gave a sign of life since the watch began. */
    boolean stirred() {
        return stirred;
    }
}
