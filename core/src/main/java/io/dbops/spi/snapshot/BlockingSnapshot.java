package io.dbops.spi.snapshot;

import java.sql.SQLException;

/**
 * What a {@link SnapshotSession} also implements when its locks can make other sessions wait: it tells who waits, and lets
 * them pass. Whether the backup then gives way is the engine's decision.
 */
public interface BlockingSnapshot {

    /**
     * A look-out over the waiting sessions, on one more connection of the request, which is given back as it came when the
     * look-out is closed. Called while readers read, on another thread than theirs.
     *
     * @throws SQLException if the database cannot be asked, or this user may not ask; the snapshot is none the worse
     */
    BlockedWatch watch() throws SQLException;

    /**
     * Gives up the snapshot with all its locks at once, by ending its sessions; any thread, also while readers read or wait
     * for the store. What is read afterwards fails. The session is still to be closed. May be called twice.
     */
    void release();
}
