package io.dbops.spi.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;

/** Loads chunks on a connection of its own; used by one thread, except {@link #cancel}. */
public interface TableLoader extends AutoCloseable {

    /**
     * Loads one chunk in one transaction: all rows, or none and an exception. Warnings, skipped or changed rows are failures.
     * Reads to the stream's end before it commits: only there are the bytes proven, and a read that fails undoes the chunk.
     *
     * @param rows how many rows the stream holds; another count rolls back and fails
     */
    void load(TableData table, TableChunk chunk, long rows, InputStream in) throws SQLException, IOException;

    /** Makes a running {@link #load} fail soon, and a later one at once; what was not yet committed is undone. Any thread. */
    void cancel();

    @Override
    void close() throws SQLException;
}
