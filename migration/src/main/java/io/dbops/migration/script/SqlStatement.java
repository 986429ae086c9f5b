package io.dbops.migration.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script.
 *
 * @param text exactly as the script spells it, without its terminator and the blanks around it, placeholders replaced; of a
 *     client's command that stands for a statement, that statement
 * @param line of its first character, from 1
 * @param offset of its first character in the script, in characters, from 0; a byte order mark does not count
 * @param leadingWords its first words in upper case, comments removed; a qualified name is one word; at most twelve
 * @param terminator what ended it
 * @param program whether it defines or is a program, so that a first word BEGIN begins a block and no transaction
 * @param digest SHA-256 of its text as it is written, neutral towards line endings and towards blanks at line ends outside
 *     quotes
 * @param appliedDigest the same as {@code digest}, or the digest of the text that placeholders made of it
 * @param excerpt its beginning for messages: one line, at most 200 characters, contents of literals left out
 * @param data the data that the script gives it, to be read before the next statement is asked for, or else left out
 */
public record SqlStatement(
        String text,
        int line,
        long offset,
        List<String> leadingWords,
        Terminator terminator,
        boolean program,
        String digest,
        String appliedDigest,
        String excerpt,
        @Nullable StatementData data) {

    public SqlStatement {
        leadingWords = List.copyOf(leadingWords);
    }

    /** What is to run instead of what is written. */
    SqlStatement resolved(String otherText, List<String> otherWords, String otherDigest) {
        return new SqlStatement(
                otherText, line, offset, otherWords, terminator, program, digest, otherDigest, excerpt, data);
    }
}
