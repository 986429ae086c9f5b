package io.dbops.migration;

/** Where a migration stands on one database. */
public enum MigrationState {
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    ROLLED_BACK
}
