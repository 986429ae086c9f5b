package io.dbops.backup;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backup does when its locks make other sessions wait: an ALTER TABLE waits for the backup to end, and from then on
 * the readers and writers of the table may queue behind the ALTER. Whoever waits is told to the listener in any case.
 * A backup that gives way releases its locks and fails with {@code BACKUP_GAVE_WAY}. Immutable.
 */
public final class BlockedPolicy {

    private final @Nullable Duration limit;
    private final boolean queueOnly;
    private final int retries;

    private BlockedPolicy(@Nullable Duration limit, boolean queueOnly, int retries) {
        this.limit = limit;
        this.queueOnly = queueOnly;
        this.retries = retries;
    }

    /** Never gives way: others wait until the backup has ended. */
    public static BlockedPolicy waitForBackup() {
        return new BlockedPolicy(null, false, 0);
    }

    /** Gives way once any session has waited that long. */
    public static BlockedPolicy giveWayAfter(Duration wait) {
        return new BlockedPolicy(checked(wait), false, 0);
    }

    /**
     * Gives way once a session has waited that long that only stands behind one that waits for the backup: a definition may
     * be changed later, the application's readers and writers shall not be kept.
     */
    public static BlockedPolicy giveWayToQueueAfter(Duration wait) {
        return new BlockedPolicy(checked(wait), true, 0);
    }

    private static Duration checked(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("a backup gives way after zero or more, not " + wait);
        }
        return wait;
    }

    /**
     * The same, but a backup that gave way begins again, with a new snapshot, at most so often. It then queues, for at most
     * {@link BackupOptions#lockWait}, behind those to whom it gave way.
     */
    public BlockedPolicy retrying(int times) {
        if (times < 0 || times > 100) {
            throw new IllegalArgumentException("a backup begins again 0 to 100 times, not " + times);
        }
        return new BlockedPolicy(limit, queueOnly, times);
    }

    /** How long a session may wait; empty for as long as the backup takes. */
    public Optional<Duration> limit() {
        return Optional.ofNullable(limit);
    }

    /** How often a backup that gave way begins again; 0 unless {@link #retrying} says otherwise. */
    public int retries() {
        return retries;
    }

    /**
     * Whether to give way to a session.
     *
     * @param waited how long it has waited
     * @param direct whether it waits for the backup itself, or else behind another that does
     */
    public boolean givesWay(Duration waited, boolean direct) {
        return limit != null && !(queueOnly && direct) && waited.compareTo(limit) >= 0;
    }

    @Override
    public String toString() {
        return limit == null
                ? "wait for the backup"
                : "give way to " + (queueOnly ? "a queue" : "anybody") + " after " + limit;
    }
}
