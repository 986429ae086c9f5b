package io.dbops.spi.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;

/** Reads chunks on a connection of its own; used by one thread, except {@link #cancel}. */
public interface TableReader extends AutoCloseable {

    /**
     * Writes the chunk's rows in the table's format and leaves the stream open. The order of rows may differ between calls.
     *
     * @return the number of rows, as the database or driver counts them
     */
    long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException;

    /** Makes a running {@link #read} fail soon, and a later one at once; any thread. */
    void cancel();

    @Override
    void close() throws SQLException;
}
