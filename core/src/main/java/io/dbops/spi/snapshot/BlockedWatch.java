package io.dbops.spi.snapshot;

import java.sql.SQLException;
import java.util.List;

/** Sees who waits for a snapshot; used by one thread. */
public interface BlockedWatch extends AutoCloseable {

    /**
     * Who waits now, those that wait for the snapshot itself first; empty when nobody does. Sessions that can go on beside
     * the snapshot are never among them. Bounded: a look that takes longer than a few seconds fails.
     */
    List<BlockedSession> blocked() throws SQLException;

    @Override
    void close() throws SQLException;
}
