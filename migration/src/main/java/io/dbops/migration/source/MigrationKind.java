package io.dbops.migration.source;

/** How often a migration runs, and what it is written in. */
public enum MigrationKind {
    /** A script that runs once. */
    VERSIONED,
    /** A script that runs again whenever it changed, after all others. */
    REPEATABLE,
    /** A class that runs once. */
    JAVA,
    /** What is run around others, and recorded nowhere. */
    CALLBACK
}
