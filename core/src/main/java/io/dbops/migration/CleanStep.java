package io.dbops.migration;

import java.util.List;

/**
 * One statement of a clean.
 *
 * @param statement exactly what runs
 * @param drops what is gone afterwards; empty for a statement that only prepares others
 */
public record CleanStep(String statement, List<SchemaObject> drops) {

    public CleanStep {
        drops = List.copyOf(drops);
    }

    /** A statement that drops nothing itself. */
    public static CleanStep preparing(String statement) {
        return new CleanStep(statement, List.of());
    }
}
