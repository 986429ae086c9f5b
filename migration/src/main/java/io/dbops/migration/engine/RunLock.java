package io.dbops.migration.engine;

import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.LeaseTable;
import io.dbops.migration.lock.DeadHolder;
import io.dbops.migration.lock.LeaseRequest;
import io.dbops.migration.lock.LeaseRowLock;
import io.dbops.migration.lock.LockWait;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.migration.lock.ServerLock;
import io.dbops.migration.script.Digests;
import io.dbops.spi.EngineContext;
import io.dbops.spi.sql.Feature;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The lock of everyone who changes what a history describes, and the wait for whoever held it and died. */
final class RunLock {

    private static final int LONGEST_NAME = 64;
    private static final int TOKEN_BITS = 128;

    private RunLock() {}

    /**
     * Takes the server's lock, or the lease row where there is none.
     *
     * @param silence how long the holder of a lease may give no sign of life
     */
    static MigrationLock acquire(EngineContext context, Workplace place, Duration silence, LockWait wait)
            throws SQLException {
        String name = name(place);
        boolean pooled = place.pooled() != null;
        String token = new BigInteger(TOKEN_BITS, context.random()).toString(Character.MAX_RADIX);
        if (place.capabilities().has(Feature.SESSION_LOCK)) {
            return ServerLock.acquire(
                    context.dataSource(), place.borrowed(), place.dialect(), name, pooled ? token : "", wait);
        }
        LeaseRequest lease = new LeaseRequest(
                new LeaseTable(place.dialect(), place.history()), name, token, silence, System::nanoTime, pooled);
        return LeaseRowLock.acquire(context.dataSource(), place.borrowed(), place.dialect(), lease, wait);
    }

    /**
     * With the lock held, and the journal there: waits until no statement of a run that did not end can still be running, or can
     * record anything; returns that run.
     */
    static Optional<JournalEntry> awaitDead(Workplace place, MigrationLock lock, Duration silence, LockWait wait)
            throws SQLException {
        return new DeadHolder(
                        place.connection(),
                        place.identity(),
                        place.dialect().sessions(),
                        place.journal(),
                        wait,
                        lock,
                        silence)
                .await();
    }

    private static String name(Workplace place) {
        String name =
                "dbops:" + place.history().schema() + "." + place.history().table();
        return name.length() <= LONGEST_NAME
                ? name
                : "dbops:" + Digests.of(name).substring(0, 40);
    }
}
