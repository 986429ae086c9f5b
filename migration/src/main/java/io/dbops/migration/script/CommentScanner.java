package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.LineComment;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.io.IOException;

/** Finds and takes comments, and the marks of comments that are code. */
final class CommentScanner {

    private static final CharSet BLOCK_PAUSES = CharSet.of("*/");
    private static final int LONGEST_VERSION = 8;

    private final CharCursor cursor;
    private final String script;
    private final SqlLexicon lexicon;
    private final CharSet lineEnds;
    private final CharSet openings;
    private final boolean executable;

    CommentScanner(CharCursor cursor, String script, SqlLexicon lexicon) {
        this.cursor = cursor;
        this.script = script;
        this.lexicon = lexicon;
        this.lineEnds = CharSet.of(lexicon.has(Trait.CARRIAGE_RETURN_ENDS_COMMENTS) ? "\n\r" : "\n");
        this.executable = lexicon.has(Trait.EXECUTABLE_COMMENTS);
        StringBuilder first = new StringBuilder("/");
        lexicon.lineComments().forEach(comment -> first.append(comment.open().charAt(0)));
        this.openings = CharSet.of(first.toString());
    }

    /** @param between whether a statement could begin here */
    boolean lineAhead(boolean between) throws IOException {
        if (!openings.contains(cursor.peek(0))) {
            return false;
        }
        for (LineComment comment : lexicon.lineComments()) {
            if (cursor.startsWith(comment.open())) {
                int after = cursor.peek(comment.open().length());
                if (between || !comment.needsBlankAfter() || after <= ' ') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Up to the end of the line, which stays; where a carriage return ends none, one before the line feed is taken. */
    void takeLine(CharRun into) throws IOException {
        cursor.takeUntil(lineEnds, into);
    }

    boolean blockAhead() throws IOException {
        return cursor.peek(0) == '/' && cursor.peek(1) == '*';
    }

    /** Whether the block comment here is code. */
    boolean executableAhead() throws IOException {
        return executable
                && cursor.peek(0) == '/'
                && (cursor.startsWith("/*!") || cursor.startsWith("/*M!"))
                && !clientSwitchAhead();
    }

    /** Whether it is code only for clients: {@code /*M!999999\- enable the sandbox mode *}{@code /}. */
    private boolean clientSwitchAhead() throws IOException {
        int at = versionEnd();
        return cursor.peek(at) == '\\' && cursor.peek(at + 1) == '-';
    }

    private int versionEnd() throws IOException {
        int at = cursor.peek(2) == '!' ? 3 : 4;
        int digits = 0;
        while (digits < LONGEST_VERSION && CharSet.DIGITS.contains(cursor.peek(at))) {
            at++;
            digits++;
        }
        return at;
    }

    /** The mark that opens a comment that is code, with the version. */
    void takeExecutableMark(CharRun into) throws IOException {
        cursor.take(versionEnd(), into);
    }

    void takeBlock(CharRun into) throws IOException {
        int line = cursor.line();
        int depth = 0;
        do {
            int c = cursor.peek(0);
            if (c == CharCursor.END) {
                throw ScriptError.unterminated(script, "comment", line);
            }
            boolean ends = c == '*' && cursor.peek(1) == '/';
            boolean opens = c == '/' && cursor.peek(1) == '*';
            if (ends) {
                depth--;
            } else if (opens && (depth == 0 || lexicon.has(Trait.NESTED_BLOCK_COMMENTS))) {
                depth++;
            } else {
                opens = false;
            }
            cursor.take(ends || opens ? 2 : 1, into);
            if (depth > 0) {
                cursor.takeUntil(BLOCK_PAUSES, into);
            }
        } while (depth > 0);
    }
}
