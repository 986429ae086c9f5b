package io.dbops.migration;

import java.sql.Connection;

/** What a running {@link JavaMigration} is given; valid only during the call, on the calling thread. */
public interface MigrationContext {

    /** The executing connection; the engine's, not to be closed or committed. */
    Connection connection();

    /**
     * Tells listeners how far the migration is.
     *
     * @param item what is being worked on, such as a table
     * @param rowsDone rows so far
     * @param rowsTotal 0 when unknown
     */
    void progress(String item, long rowsDone, long rowsTotal);
}
