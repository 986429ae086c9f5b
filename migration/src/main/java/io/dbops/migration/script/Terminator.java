package io.dbops.migration.script;

/** What ended a statement. */
public enum Terminator {
    /** The delimiter in force, a semicolon unless the script changed it. */
    DELIMITER,
    /** A line of a single slash. */
    SLASH,
    /** The end of the line, for what a client would read line by line. */
    LINE,
    /** A section marker, {@code -- UP} or {@code -- DOWN}. */
    SECTION,
    /** The end of the script. */
    END_OF_SCRIPT
}
