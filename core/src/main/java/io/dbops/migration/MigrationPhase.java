package io.dbops.migration;

/** The part of a change without downtime that a migration is; declared by its author. */
public enum MigrationPhase {
    /** Adds what the new version of an application needs and the old one does not mind. */
    EXPAND,
    /** Moves data while both versions run. */
    BACKFILL,
    /** Removes what only the old version needed. */
    CONTRACT
}
