package io.dbops.migration;

import java.time.Duration;

/**
 * A migration that a run applied.
 *
 * @param id its id
 * @param name its name
 * @param statements statements run; 0 for a Java migration
 * @param rows rows that the statements changed, as the driver counts them
 * @param duration how long it took
 */
public record AppliedMigration(String id, String name, int statements, long rows, Duration duration) {}
