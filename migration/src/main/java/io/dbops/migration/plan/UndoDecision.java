package io.dbops.migration.plan;

import io.dbops.migration.source.ResolvedMigration;
import java.util.List;

/**
 * What an undo takes back. Immutable.
 *
 * @param undone in the order in which they must be taken back
 * @param faults reasons why nothing may run, each one sentence that names the migration
 * @param warnings what a person should know, each one sentence
 */
public record UndoDecision(List<ResolvedMigration> undone, List<String> faults, List<String> warnings) {

    public UndoDecision {
        undone = List.copyOf(undone);
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }
}
