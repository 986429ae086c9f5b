package io.dbops.migration.history;

import java.time.Duration;

/**
 * A lease as its row tells it.
 *
 * @param holder the token of who holds it, or {@link #FREE}
 * @param beat grows with every sign of life and every change of the holder
 * @param duration how long the holder may be silent
 * @param heldBy the holder, for a person
 * @param since when it took the lease, by its own clock; for a person
 */
public record LeaseRow(String holder, long beat, Duration duration, String heldBy, String since) {

    /** Stands where a holder's token stands; no token reads so. */
    static final String FREE = "-";

    public boolean isFree() {
        return holder.equals(FREE);
    }
}
