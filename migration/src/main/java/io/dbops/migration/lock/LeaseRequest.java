package io.dbops.migration.lock;

import io.dbops.migration.history.LeaseTable;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Which lease is asked for.
 *
 * @param table holds it
 * @param name of the lock
 * @param token tells this holder from every other, ever
 * @param duration how long this holder may be silent
 * @param nanoTime a monotonic clock, as {@link System#nanoTime}
 * @param pooled whether a pooler hands the sessions of the connections on
 */
public record LeaseRequest(
        LeaseTable table, String name, String token, Duration duration, LongSupplier nanoTime, boolean pooled) {}
