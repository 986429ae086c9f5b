package io.dbops.migration;

/** What a migration changes; declared by its author. */
public enum MigrationType {
    SCHEMA,
    DATA,
    MIXED
}
