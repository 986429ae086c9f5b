package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.LineComment;
import io.dbops.spi.sql.SqlLexicon.Quote;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a script into fragments by a lexicon. Holds no more than one fragment; used by one thread. */
final class ScriptLexer {

    static final Pattern SECTION = Pattern.compile("--[ \\t]*(UP|DOWN)[ \\t]*:?\\s*", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_MARKER = 64;

    private final CharCursor cursor;
    private final String script;
    private final SqlLexicon lexicon;
    private final boolean sectioned;
    private final Deque<Fragment> ready = new ArrayDeque<>();
    private String delimiter = ";";

    ScriptLexer(Reader reader, String script, SqlLexicon lexicon, boolean sectioned) {
        this.cursor = new CharCursor(reader);
        this.script = script;
        this.lexicon = lexicon;
        this.sectioned = sectioned;
    }

    int line() {
        return cursor.line();
    }

    Optional<Fragment> next() throws IOException {
        if (ready.isEmpty()) {
            read();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void read() throws IOException {
        int line = cursor.line();
        int c = cursor.peek(0);
        if (c == CharCursor.END) {
            return;
        }
        StringBuilder text = new StringBuilder();
        if (Character.isWhitespace(c)) {
            while (cursor.peek(0) != CharCursor.END && Character.isWhitespace(cursor.peek(0))) {
                text.append(cursor.take());
            }
            add(Fragment.Kind.BLANK, text, line);
        } else if (lineCommentAhead()) {
            takeLine(text);
            add(Fragment.Kind.LINE_COMMENT, text, line);
        } else if (blockCommentAhead() && !executableCommentAhead()) {
            blockComment(text);
            add(Fragment.Kind.BLOCK_COMMENT, text, line);
        } else if (clientCommand(text)) {
            add(Fragment.Kind.COMMAND, text, line);
        } else if (cursor.startsWith(delimiter)) {
            add(Fragment.Kind.SEPARATOR, text.append(takeDelimiter()), line);
        } else {
            statement();
        }
    }

    private void add(Fragment.Kind kind, StringBuilder text, int line) {
        ready.add(new Fragment(kind, text.toString(), line, null));
    }

    private boolean clientCommand(StringBuilder text) throws IOException {
        if (lexicon.has(Trait.PSQL_COMMANDS) && cursor.peek(0) == '\\') {
            takeLine(text);
            String command = text.toString().strip().split("\\s", 2)[0];
            if (!command.equals("\\restrict") && !command.equals("\\unrestrict")) {
                throw refusedCommand(command, cursor.line());
            }
            return true;
        }
        if (lexicon.has(Trait.DELIMITER_COMMAND)
                && cursor.startsWithIgnoreCase("DELIMITER")
                && (cursor.peek(9) == ' ' || cursor.peek(9) == '\t')) {
            int line = cursor.line();
            takeLine(text);
            String chosen = text.substring("DELIMITER".length()).strip();
            if (chosen.isEmpty() || chosen.contains("\\") || chosen.contains("'") || chosen.length() > LONGEST_MARKER) {
                throw ScriptError.at(script, line, "DELIMITER needs a delimiter", "Write for example DELIMITER //.");
            }
            delimiter = chosen.split("\\s", 2)[0];
            return true;
        }
        return false;
    }

    private RuntimeException refusedCommand(String command, int line) {
        return ScriptError.at(
                script,
                line,
                "the psql command " + command + " is for psql alone, it is not SQL",
                "Remove it, or write what it does in SQL.");
    }

    private void statement() throws IOException {
        StatementBuilder statement = new StatementBuilder(cursor.line(), cursor.offset());
        ProgramBody body = new ProgramBody(lexicon);
        int executable = 0;
        while (true) {
            int c = cursor.peek(0);
            if (c == CharCursor.END) {
                if (executable > 0) {
                    throw unterminated("comment", executable);
                }
                finish(statement, body, Terminator.END_OF_SCRIPT);
                return;
            }
            if (sectioned && sectionAhead()) {
                finish(statement, body, Terminator.SECTION);
                return;
            }
            boolean ends = executable == 0 && !(delimiter.equals(";") && body.isOpen());
            if (ends && cursor.startsWith(delimiter)) {
                finish(statement, body, Terminator.DELIMITER);
                return;
            }
            if (blockCommentAhead() && executableCommentAhead()) {
                executable = cursor.line();
                openExecutable(statement);
            } else if (executable > 0 && cursor.startsWith("*/")) {
                executable = 0;
                statement.code(cursor.take());
                statement.code(cursor.take());
            } else {
                token(statement, body, (char) c);
            }
        }
    }

    private void finish(StatementBuilder statement, ProgramBody body, Terminator terminator) throws IOException {
        SqlStatement done = statement.build(terminator);
        if (body.isCopyFromStdin()) {
            throw ScriptError.at(
                    script,
                    done.line(),
                    "COPY ... FROM stdin carries its data in the script, which is not supported",
                    "Write INSERT statements, or load the data in a Java migration.");
        }
        ready.add(new Fragment(Fragment.Kind.STATEMENT, done.text(), done.line(), done));
        String rest = statement.trailingBlanks();
        if (terminator == Terminator.DELIMITER) {
            rest += takeDelimiter();
        }
        if (!rest.isEmpty()) {
            ready.add(new Fragment(Fragment.Kind.SEPARATOR, rest, cursor.line(), null));
        }
    }

    private void token(StatementBuilder statement, ProgramBody body, char c) throws IOException {
        Quote quote = quoteAhead();
        String tag = quote == null && c == '$' ? dollarTag() : "";
        if (quote != null) {
            quoted(statement, quote);
        } else if (!tag.isEmpty()) {
            dollarQuoted(statement, tag);
        } else if (lineCommentAhead()) {
            while (cursor.peek(0) != CharCursor.END && !isLineEnd(cursor.peek(0))) {
                statement.code(cursor.take());
            }
        } else if (blockCommentAhead()) {
            StringBuilder comment = new StringBuilder();
            blockComment(comment);
            comment.chars().forEach(each -> statement.code((char) each));
        } else if (isWordPart(c)) {
            word(statement, body);
        } else if (c == '\\' && lexicon.has(Trait.PSQL_COMMANDS)) {
            StringBuilder rest = new StringBuilder();
            int line = cursor.line();
            takeLine(rest);
            throw refusedCommand(rest.toString().split("\\s", 2)[0], line);
        } else {
            statement.betweenWords(c);
            body.between(c);
            statement.code(cursor.take());
        }
    }

    private void word(StatementBuilder statement, ProgramBody body) throws IOException {
        StringBuilder word = new StringBuilder();
        do {
            word.append(cursor.take());
        } while (isWordPart(cursor.peek(0)) && !(delimiter.length() > 0 && cursor.startsWith(delimiter)));
        word.chars().forEach(each -> statement.code((char) each));
        String upper = word.toString().toUpperCase(Locale.ROOT);
        statement.word(upper);
        body.word(upper);
    }

    private void openExecutable(StatementBuilder statement) throws IOException {
        int length = cursor.startsWith("/*!") ? 3 : 4;
        for (int i = 0; i < length; i++) {
            statement.code(cursor.take());
        }
        while (cursor.peek(0) >= '0' && cursor.peek(0) <= '9') {
            statement.code(cursor.take());
        }
    }

    private void quoted(StatementBuilder statement, Quote quote) throws IOException {
        int line = cursor.line();
        boolean literal = quote.close() == '\'' || quote.backslashEscapes();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < quote.open().length(); i++) {
            name.append(cursor.peek(0));
            statement.quoted(cursor.take(), false);
        }
        if (literal) {
            statement.masked();
        }
        StringBuilder inside = literal ? null : new StringBuilder();
        while (true) {
            if (cursor.peek(0) == CharCursor.END) {
                throw unterminated("quote " + quote.open(), line);
            }
            char c = cursor.take();
            boolean escape = quote.backslashEscapes() && c == '\\';
            boolean doubled = c == quote.close() && cursor.peek(0) == quote.close();
            if (c == quote.close() && !doubled) {
                statement.quoted(c, false);
                break;
            }
            keep(statement, inside, c);
            if (doubled || (escape && cursor.peek(0) != CharCursor.END)) {
                keep(statement, inside, cursor.take());
            }
        }
        statement.word(literal ? "''" : quote.open() + inside + quote.close());
    }

    private static void keep(StatementBuilder statement, @Nullable StringBuilder inside, char c) {
        statement.quoted(c, inside == null);
        if (inside != null) {
            inside.append(c);
        }
    }

    private void dollarQuoted(StatementBuilder statement, String tag) throws IOException {
        int line = cursor.line();
        takeTag(statement, tag);
        statement.masked();
        while (!cursor.startsWith(tag)) {
            if (cursor.peek(0) == CharCursor.END) {
                throw unterminated("dollar quote " + tag, line);
            }
            statement.quoted(cursor.take(), true);
        }
        takeTag(statement, tag);
        statement.word("''");
    }

    private void takeTag(StatementBuilder statement, String tag) throws IOException {
        for (int i = 0; i < tag.length(); i++) {
            statement.quoted(cursor.take(), false);
        }
    }

    /** The tag that opens a dollar quote here, with its dollars; empty when there is none. */
    private String dollarTag() throws IOException {
        if (!lexicon.has(Trait.DOLLAR_QUOTES)) {
            return "";
        }
        StringBuilder tag = new StringBuilder("$");
        while (tag.length() < CharCursor.LOOKAHEAD) {
            int c = cursor.peek(tag.length());
            boolean first = tag.length() == 1;
            if (c == '$') {
                return tag.append('$').toString();
            }
            if (!isWordPart(c) || (first && Character.isDigit(c))) {
                return "";
            }
            tag.append((char) c);
        }
        return "";
    }

    private @Nullable Quote quoteAhead() throws IOException {
        for (Quote quote : lexicon.quotes()) {
            // a word is taken whole, so no identifier is ever running here
            if (cursor.startsWithIgnoreCase(quote.open())) {
                return quote;
            }
        }
        return null;
    }

    private boolean lineCommentAhead() throws IOException {
        for (LineComment comment : lexicon.lineComments()) {
            if (cursor.startsWith(comment.open())) {
                int after = cursor.peek(comment.open().length());
                boolean blank =
                        after == CharCursor.END || Character.isWhitespace(after) || Character.isISOControl(after);
                if (blank || !comment.needsBlankAfter()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean blockCommentAhead() throws IOException {
        return cursor.startsWith("/*");
    }

    private boolean executableCommentAhead() throws IOException {
        return lexicon.has(Trait.EXECUTABLE_COMMENTS) && (cursor.startsWith("/*!") || cursor.startsWith("/*M!"));
    }

    private void blockComment(StringBuilder text) throws IOException {
        int line = cursor.line();
        int depth = 0;
        do {
            if (cursor.peek(0) == CharCursor.END) {
                throw unterminated("comment", line);
            }
            if (cursor.startsWith("*/")) {
                depth--;
                text.append(cursor.take());
            } else if (cursor.startsWith("/*") && (depth == 0 || lexicon.has(Trait.NESTED_BLOCK_COMMENTS))) {
                depth++;
                text.append(cursor.take());
            }
            text.append(cursor.take());
        } while (depth > 0);
    }

    private boolean sectionAhead() throws IOException {
        if (!cursor.atLineStart() || !cursor.startsWith("--")) {
            return false;
        }
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_MARKER) {
            int c = cursor.peek(line.length());
            if (c == CharCursor.END || isLineEnd(c)) {
                return SECTION.matcher(line).matches();
            }
            line.append((char) c);
        }
        return false;
    }

    private void takeLine(StringBuilder text) throws IOException {
        while (cursor.peek(0) != CharCursor.END && !isLineEnd(cursor.peek(0))) {
            text.append(cursor.take());
        }
    }

    private String takeDelimiter() throws IOException {
        for (int i = 0; i < delimiter.length(); i++) {
            cursor.take();
        }
        return delimiter;
    }

    private RuntimeException unterminated(String what, int line) {
        return ScriptError.at(
                script,
                line,
                "the " + what + " that opens here is never closed",
                "Close it; everything up to the end of the script would be swallowed.");
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isWordPart(int c) {
        return c == '_' || c == '$' || c >= 0x80 ? !isSpecialBlank(c) : c >= 0 && Character.isLetterOrDigit(c);
    }

    private static boolean isSpecialBlank(int c) {
        return Character.isWhitespace(c) || c == 0xA0 || c == 0xFEFF;
    }
}
