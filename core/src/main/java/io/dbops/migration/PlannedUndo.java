package io.dbops.migration;

import java.util.List;

/**
 * One migration that an undo would take back.
 *
 * @param id its id
 * @param name its name
 * @param location the file whose statements take it back, or the class
 * @param oneTransaction whether that happens whole or not at all; otherwise statement by statement, under the journal
 * @param affectedObjects as {@link PlannedMigration#affectedObjects}, of the statements that take it back
 * @param lost what does not come back, each one sentence: rows of what the undo drops, rows of what the migration dropped
 * @param statements the exact SQL that would run, as {@link PlannedMigration#statements}
 */
public record PlannedUndo(
        String id,
        String name,
        String location,
        boolean oneTransaction,
        List<String> affectedObjects,
        List<String> lost,
        List<String> statements) {

    /** Copies the lists. */
    public PlannedUndo {
        affectedObjects = List.copyOf(affectedObjects);
        lost = List.copyOf(lost);
        statements = List.copyOf(statements);
    }
}
