package io.dbops.migration.plan;

import io.dbops.migration.source.ResolvedMigration;
import java.util.List;

/**
 * What the planner decided. Immutable.
 *
 * @param pending in the order in which they must run
 * @param applied migrations of the sources that are applied
 * @param faults reasons why nothing may run, each one sentence that names the migration
 * @param warnings what a person should know, each one sentence
 */
public record MigrationDecision(
        List<ResolvedMigration> pending, int applied, List<String> faults, List<String> warnings) {

    public MigrationDecision {
        pending = List.copyOf(pending);
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }
}
