package io.dbops.spi.snapshot;

import java.sql.SQLException;
import java.util.List;

/**
 * A snapshot that is open. Used by one thread, except that each reader may have a thread of its own. One whose locks can make
 * others wait implements {@link BlockingSnapshot} too.
 */
public interface SnapshotSession extends AutoCloseable {

    /** Definitions as of the snapshot, in restore order. */
    List<SchemaItem> definitions();

    /** All tables with rows of their own, by name. */
    List<TableData> tables();

    /** The most readers that may be open at once; 1 when the snapshot cannot be shared. */
    int maxReaders();

    /** A reader that sees the snapshot; may be called up to {@link #maxReaders} times before one is closed. */
    TableReader openReader() throws SQLException, InterruptedException;

    /**
     * Called once, after all readers are closed: reads what must be read after the rows (the state of sequences), and proves
     * that nothing in scope was altered, dropped, swapped or truncated since the snapshot.
     *
     * @return further definitions, run last by a restore
     * @throws io.dbops.error.DbOpsException with code {@code BACKUP_TORN} that names the object
     */
    List<SchemaItem> finish() throws SQLException;

    /** Where in the database's own log the snapshot lies (LSN, GTID set, binlog position), for people; may be empty. */
    String position();

    /** Ends the snapshot and gives all connections back as they came; also after a failure. */
    @Override
    void close() throws SQLException;
}
