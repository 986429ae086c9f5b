package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Body;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one statement, token by token, up to what ends it. */
final class StatementScanner {

    /**
     * @param statement what was read
     * @param text of it in the script
     * @param separator what ended it, and the blanks around that
     */
    record Found(SqlStatement statement, String text, String separator) {}

    private static final int LONGEST_MARKER = 64;
    private static final String BLOCK_OPEN = "BEGIN ";
    private static final String BLOCK_CLOSE = "; END;";
    private static final CharSet SLASH = CharSet.of("/");

    private final CharCursor cursor;
    private final String script;
    private final SqlLexicon lexicon;
    private final CommentScanner comments;
    private final ClientCommands commands;
    private final QuoteScanner quotes;
    private final @Nullable Pattern section;
    private final boolean slashLines;
    private final boolean backslashCommands;
    private final CanonicalDigest digest = new CanonicalDigest();
    private final CharRun run = new CharRun();

    private StatementBuilder statement = new StatementBuilder(1, 0, digest);
    private StatementShape shape;
    /** The line on which a comment that is code opened; 0 outside. */
    private int executable;

    /** @param section lines that end a statement as well */
    StatementScanner(
            CharCursor cursor,
            String script,
            SqlLexicon lexicon,
            CommentScanner comments,
            ClientCommands commands,
            QuoteScanner quotes,
            @Nullable Pattern section) {
        this.cursor = cursor;
        this.script = script;
        this.lexicon = lexicon;
        this.comments = comments;
        this.commands = commands;
        this.quotes = quotes;
        this.section = section;
        this.shape = new StatementShape(lexicon);
        this.slashLines = lexicon.has(Trait.SLASH_LINES);
        this.backslashCommands = lexicon.has(Trait.BACKSLASH_COMMANDS);
    }

    /** @param meaning SQL, or a client's command that stands for a statement */
    Found read(Meaning meaning) throws IOException {
        statement = new StatementBuilder(cursor.line(), cursor.offset(), digest);
        shape = new StatementShape(lexicon);
        executable = 0;
        quotes.interrupted();
        boolean block = meaning == Meaning.BLOCK;
        boolean line = block || (meaning == Meaning.LINE_OF_SQL && !commands.delimiterOnLine());
        String command = block ? openBlock() : "";
        Terminator end = end(line);
        while (end == null) {
            token();
            end = end(line);
        }
        return block ? block(command, end) : finish(end);
    }

    /** Whether a line of a single slash is here. */
    boolean slashLineAhead() throws IOException {
        if (cursor.peek(0) != '/' || !cursor.onFreshLine()) {
            return false;
        }
        int at = 1;
        while (at < CharCursor.LOOKAHEAD - 1 && (cursor.peek(at) == ' ' || cursor.peek(at) == '\t')) {
            at++;
        }
        return cursor.peek(at) == CharCursor.END || CharSet.LINE_ENDS.contains(cursor.peek(at));
    }

    private @Nullable Terminator end(boolean line) throws IOException {
        int c = cursor.peek(0);
        if (c == CharCursor.END) {
            return Terminator.END_OF_SCRIPT;
        }
        if (line && CharSet.LINE_ENDS.contains(c)) {
            return Terminator.LINE;
        }
        if (c == '-' && section != null && sectionAhead(section)) {
            return Terminator.SECTION;
        }
        if (c == '/' && slashLines && slashLineAhead()) {
            return Terminator.SLASH;
        }
        String delimiter = commands.delimiter();
        boolean delimits = executable == 0
                && c == delimiter.charAt(0)
                && !(c == ';' && delimiter.length() == 1 && shape.holdsSemicolon())
                && cursor.startsWith(delimiter);
        return delimits ? Terminator.DELIMITER : null;
    }

    private Found finish(Terminator end) throws IOException {
        check(end);
        if (shape.is(Body.QUERY_UNTIL_SLASH)) {
            statement.leaveSemicolon();
        }
        String text = statement.text().toString();
        String blanks = statement.trailing();
        CharRun separator = new CharRun().append(blanks);
        takeTerminator(end, separator);
        StatementData data = null;
        if (shape.is(Body.INLINE_DATA)) {
            restOfLine(separator);
            data = new StatementData(cursor, script, statement.line());
        }
        SqlStatement done = statement.build(end, shape.isProgram(), data);
        return new Found(done, text.substring(0, text.length() - blanks.length()), separator.toString());
    }

    private void check(Terminator end) {
        boolean cut = end == Terminator.END_OF_SCRIPT || end == Terminator.SECTION;
        if (executable > 0 && cut) {
            throw ScriptError.unterminated(script, "comment", executable);
        }
        if (cut && shape.endsBySlash()) {
            throw ScriptError.at(
                    script,
                    statement.line(),
                    "the program that begins here is never ended",
                    "End it with a line that holds only / .");
        }
        if (end != Terminator.DELIMITER
                && commands.delimiter().equals(";")
                && !shape.open().isEmpty()) {
            throw ScriptError.unterminated(script, shape.open(), shape.openLine(statement.line()));
        }
    }

    private void takeTerminator(Terminator end, CharRun into) throws IOException {
        switch (end) {
            case DELIMITER -> cursor.take(commands.delimiter().length(), into);
            case SLASH -> cursor.take(1, into);
            case LINE, SECTION, END_OF_SCRIPT -> {
                // nothing that belongs to it
            }
        }
    }

    /** Data begin on the next line; before them on this one there can only be blanks and a comment. */
    private void restOfLine(CharRun into) throws IOException {
        int line = cursor.line();
        while (cursor.peek(0) == ' ' || cursor.peek(0) == '\t') {
            cursor.take(1, into);
        }
        if (comments.lineAhead(true)) {
            comments.takeLine(into);
        }
        if (cursor.peek(0) == '\r') {
            cursor.take(1, into);
        }
        if (cursor.peek(0) == '\n') {
            cursor.take(1, into);
        } else if (cursor.peek(0) != CharCursor.END) {
            throw ScriptError.at(
                    script,
                    line,
                    "something stands between the statement on line " + statement.line() + " and its data",
                    "Begin the data on the next line.");
        }
    }

    private String openBlock() throws IOException {
        CharRun command = new CharRun();
        cursor.takeUntil(CharSet.BLANKS, command);
        while (cursor.peek(0) == ' ' || cursor.peek(0) == '\t') {
            cursor.take(1, command);
        }
        statement.code(new CharRun().append(BLOCK_OPEN));
        statement.word(BLOCK_OPEN.strip());
        return command.toString();
    }

    private Found block(String command, Terminator end) throws IOException {
        String blanks = statement.trailing();
        String text = statement.text().toString();
        String rest =
                text.substring(BLOCK_OPEN.length(), Math.max(BLOCK_OPEN.length(), text.length() - blanks.length()));
        if (rest.isEmpty() || rest.endsWith("-")) {
            throw ScriptError.at(
                    script,
                    statement.line(),
                    "the client command " + command.strip()
                            + (rest.isEmpty() ? " runs nothing" : " goes on in the next line"),
                    "Write the block itself: BEGIN ...; END; and a line that holds only / .");
        }
        CharRun separator = new CharRun().append(blanks);
        takeTerminator(end, separator);
        statement.code(new CharRun().append(BLOCK_CLOSE));
        return new Found(statement.build(end, true, null), command + rest, separator.toString());
    }

    private void token() throws IOException {
        char c = (char) cursor.peek(0);
        run.clear();
        if (CharSet.BLANKS.contains(c)) {
            blanks();
        } else if (shape.is(Body.FOREIGN_UNTIL_SLASH)) {
            cursor.take(1, run);
            cursor.takeUntil(SLASH, run);
            statement.code(run);
        } else if (comments.lineAhead(false)) {
            comments.takeLine(run);
            statement.code(run);
        } else if (comments.blockAhead()) {
            comment();
        } else if (quotes.scan(statement)) {
            shape.quoted(c);
        } else {
            quotes.interrupted();
            code(c);
        }
    }

    /** Up to the end of the line, so that what is recognised at a line's start is. */
    private void blanks() throws IOException {
        cursor.takeUntil(CharSet.NOT_BLANK, run);
        quotes.passed(run);
        statement.code(run);
    }

    private void comment() throws IOException {
        quotes.interrupted();
        if (comments.executableAhead()) {
            executable = cursor.line();
            comments.takeExecutableMark(run);
        } else {
            comments.takeBlock(run);
        }
        statement.code(run);
    }

    private void code(char c) throws IOException {
        if (CharSet.WORD_STARTS.contains(c)) {
            commands.refuseDelimiterInside(statement.line());
            word();
        } else if (CharSet.DIGITS.contains(c)) {
            cursor.takeUntil(CharSet.NOT_DIGIT, run);
            word();
        } else if (c == '$' && CharSet.DIGITS.contains(cursor.peek(1))) {
            cursor.take(1, run);
            cursor.takeUntil(CharSet.NOT_DIGIT, run);
            word();
        } else if (c == '\\' && backslashCommands && !nullAhead()) {
            throw commands.refusedHere();
        } else if (executable > 0 && cursor.startsWith("*/")) {
            executable = 0;
            cursor.take(2, run);
            statement.code(run);
        } else {
            symbol(c);
        }
    }

    private void symbol(char c) throws IOException {
        statement.betweenWords(c);
        if (c == ';') {
            shape.heldSemicolon();
        } else {
            shape.symbol(c, cursor.line());
        }
        cursor.take(1, run);
        statement.code(run);
    }

    private void word() throws IOException {
        char first = commands.delimiter().charAt(0);
        if (!CharSet.WORD_PARTS.contains(first)) {
            takeWord();
        } else {
            boolean goesOn = run.length() == 0 || CharSet.WORD_STARTS.contains(cursor.peek(0));
            while (goesOn && (run.length() == 0 || !cursor.startsWith(commands.delimiter()))) {
                cursor.take(1, run);
                goesOn = CharSet.WORD_PARTS.contains(cursor.peek(0));
            }
        }
        statement.code(run);
        if (statement.wantsWords() || shape.wantsWords()) {
            String upper = run.toString().toUpperCase(Locale.ROOT);
            statement.word(upper);
            shape.word(upper);
        }
    }

    private void takeWord() throws IOException {
        if (run.length() == 0 || CharSet.WORD_STARTS.contains(cursor.peek(0))) {
            cursor.takeUntil(CharSet.NOT_WORD_PART, run);
        }
    }

    /** MySQL's {@code \N}, which is NULL and no command. */
    private boolean nullAhead() throws IOException {
        return lexicon.has(Trait.EXECUTABLE_COMMENTS) && cursor.peek(1) == 'N';
    }

    private boolean sectionAhead(Pattern marker) throws IOException {
        if (!cursor.atLineStart() || cursor.peek(1) != '-') {
            return false;
        }
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_MARKER) {
            int c = cursor.peek(line.length());
            if (c == CharCursor.END || CharSet.LINE_ENDS.contains(c)) {
                return marker.matcher(line).matches();
            }
            line.append((char) c);
        }
        return false;
    }
}
