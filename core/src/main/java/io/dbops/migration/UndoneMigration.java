package io.dbops.migration;

import java.time.Duration;
import java.util.List;

/**
 * A migration that an undo took back.
 *
 * @param id its id
 * @param name its name
 * @param statements statements run; 0 for a Java migration
 * @param affectedObjects what they created, changed, dropped or wrote to, see {@link PlannedMigration#affectedObjects}
 * @param lost what did not come back, each one sentence, see {@link PlannedUndo#lost}
 * @param rows rows that the statements changed, as the driver counts them
 * @param duration how long it took
 */
public record UndoneMigration(
        String id,
        String name,
        int statements,
        List<String> affectedObjects,
        List<String> lost,
        long rows,
        Duration duration) {

    /** Copies the lists. */
    public UndoneMigration {
        affectedObjects = List.copyOf(affectedObjects);
        lost = List.copyOf(lost);
    }
}
