package io.dbops.spi.snapshot;

/**
 * What a {@link SnapshotSession} also implements when a person can load its backups with the database's own client. Without it the
 * script that is stored with a backup prints definitions and rows, and loads nothing.
 */
public interface StockRecovery {

    /** For the definitions and tables of this session; does no I/O. */
    StockClient stockClient();
}
