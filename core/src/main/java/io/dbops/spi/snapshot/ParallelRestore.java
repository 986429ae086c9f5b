package io.dbops.spi.snapshot;

import java.sql.SQLException;

/** What a {@link RestoreSession} also implements that can run several definitions at once. */
public interface ParallelRestore {

    /**
     * Whether the item can be run at the same time as others of which this is true too and that are of other tables, or have other
     * names where they are of none; pure.
     */
    boolean mayRunBesideOthers(SchemaItem item);

    /** Opens one that runs on a connection of its own. */
    Definer openDefiner() throws SQLException;

    /** Runs definitions; used by one thread, except {@link #cancel}. */
    interface Definer extends AutoCloseable {

        /** As {@link ResumableRestore#define}. */
        void define(SchemaItem item, int number) throws SQLException;

        /** Makes a running {@link #define} fail soon; any thread. */
        void cancel();

        @Override
        void close() throws SQLException;
    }
}
