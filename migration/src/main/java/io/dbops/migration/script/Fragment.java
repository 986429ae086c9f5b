package io.dbops.migration.script;

import org.jspecify.annotations.Nullable;

/**
 * A run of a script's characters; all fragments in order are the script.
 *
 * @param kind what it is
 * @param text its characters
 * @param line of its first character, from 1
 * @param statement the statement that it is, for {@link Kind#STATEMENT} only
 */
record Fragment(Kind kind, String text, int line, @Nullable SqlStatement statement) {

    enum Kind {
        STATEMENT,
        /** Blanks after a statement and what ends it, or what ends its data. */
        SEPARATOR,
        /** Data of the statement before. */
        DATA,
        BLANK,
        LINE_COMMENT,
        BLOCK_COMMENT,
        /** A client's command, such as {@code DELIMITER}. */
        COMMAND
    }
}
