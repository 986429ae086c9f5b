package io.dbops.migration;

import java.util.Optional;

/** What a {@link MigrationCallback} is given; valid only during the call, on the calling thread. */
public interface CallbackContext extends MigrationContext {

    CallbackMoment moment();

    /** The id of the migration that it is called before or after; empty at the moments of a run as a whole. */
    Optional<String> migration();
}
