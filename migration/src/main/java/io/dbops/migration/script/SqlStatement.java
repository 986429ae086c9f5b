package io.dbops.migration.script;

import java.util.List;

/**
 * One statement of a script.
 *
 * @param text exactly as the script spells it, without its terminator and the blanks around it
 * @param line of its first character, from 1
 * @param offset of its first character in the script, in characters, from 0; a byte order mark does not count
 * @param leadingWords its first words in upper case, comments removed; a qualified name is one word; at most twelve
 * @param terminator what ended it
 * @param digest SHA-256 of its text, neutral towards line endings and towards blanks at line ends outside quotes
 * @param excerpt its beginning for messages: one line, at most 200 characters, contents of literals left out
 */
public record SqlStatement(
        String text,
        int line,
        long offset,
        List<String> leadingWords,
        Terminator terminator,
        String digest,
        String excerpt) {

    public SqlStatement {
        leadingWords = List.copyOf(leadingWords);
    }
}
