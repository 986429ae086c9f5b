package io.dbops.migration;

import java.time.Duration;
import java.util.List;

/**
 * A migration that a run applied.
 *
 * @param id its id
 * @param name its name
 * @param statements statements run; 0 for a Java migration
 * @param affectedObjects what they created, changed, dropped or wrote to, see {@link PlannedMigration#affectedObjects}
 * @param rows rows that the statements changed, as the driver counts them
 * @param duration how long it took
 */
public record AppliedMigration(
        String id, String name, int statements, List<String> affectedObjects, long rows, Duration duration) {

    public AppliedMigration {
        affectedObjects = List.copyOf(affectedObjects);
    }
}
