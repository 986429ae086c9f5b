package io.dbops.migration.script;

/** What ended a statement. */
public enum Terminator {
    /** The delimiter in force, a semicolon unless the script changed it. */
    DELIMITER,
    /** A section marker, {@code -- UP} or {@code -- DOWN}. */
    SECTION,
    /** The end of the script. */
    END_OF_SCRIPT
}
