package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a script into fragments by a lexicon. Holds no more than one fragment; used by one thread. */
final class ScriptLexer {

    static final Pattern SECTION = Pattern.compile("--[ \\t]*(UP|DOWN)[ \\t]*:?\\s*", Pattern.CASE_INSENSITIVE);

    private final CharCursor cursor;
    private final CommentScanner comments;
    private final ClientCommands commands;
    private final QuoteScanner quotes;
    private final StatementScanner statements;
    private final boolean slashLines;
    private final Deque<Fragment> ready = new ArrayDeque<>();
    private @Nullable StatementData data;

    ScriptLexer(Reader reader, String script, SqlLexicon lexicon, boolean sectioned) {
        this.cursor = new CharCursor(reader);
        this.comments = new CommentScanner(cursor, script, lexicon);
        this.commands = new ClientCommands(cursor, script, lexicon);
        this.quotes = new QuoteScanner(cursor, script, lexicon);
        this.slashLines = lexicon.has(Trait.SLASH_LINES);
        this.statements =
                new StatementScanner(cursor, script, lexicon, comments, commands, quotes, sectioned ? SECTION : null);
    }

    int line() {
        return cursor.line();
    }

    Optional<Fragment> next() throws IOException {
        if (ready.isEmpty()) {
            if (data != null) {
                data(data);
            } else if (cursor.peek(0) != CharCursor.END) {
                read();
            }
        }
        return Optional.ofNullable(ready.poll());
    }

    private void read() throws IOException {
        int line = cursor.line();
        CharRun text = new CharRun();
        if (CharSet.BLANKS.contains(cursor.peek(0))) {
            cursor.takeUntil(CharSet.NOT_BLANK, text);
            add(Fragment.Kind.BLANK, text.toString(), line);
        } else if (cursor.startsWith(commands.delimiter())) {
            cursor.take(commands.delimiter().length(), text);
            add(Fragment.Kind.SEPARATOR, text.toString(), line);
        } else if (comments.lineAhead(true)) {
            comments.takeLine(text);
            add(Fragment.Kind.LINE_COMMENT, text.toString(), line);
        } else if (comments.blockAhead() && !comments.executableAhead()) {
            comments.takeBlock(text);
            add(Fragment.Kind.BLOCK_COMMENT, text.toString(), line);
        } else if (slashLines && statements.slashLineAhead()) {
            cursor.take(1, text);
            add(Fragment.Kind.SEPARATOR, text.toString(), line);
        } else {
            Meaning meaning = commands.ahead();
            switch (meaning) {
                case SKIPPED, REFUSED, DELIMITER -> {
                    commands.obey(meaning, text);
                    add(Fragment.Kind.COMMAND, text.toString(), line);
                }
                case SQL, LINE_OF_SQL, BLOCK -> statement(meaning);
            }
        }
    }

    private void add(Fragment.Kind kind, String text, int line) {
        if (!text.isEmpty()) {
            ready.add(new Fragment(kind, text, line, null));
        }
    }

    private void statement(Meaning meaning) throws IOException {
        StatementScanner.Found found = statements.read(meaning);
        SqlStatement statement = found.statement();
        ready.add(new Fragment(Fragment.Kind.STATEMENT, found.text(), statement.line(), statement));
        add(Fragment.Kind.SEPARATOR, found.separator(), cursor.line());
        data = statement.data();
        quotes.obey(statement);
    }

    private void data(StatementData open) {
        int line = cursor.line();
        String piece = open.piece();
        String end = open.end();
        if (end == null) {
            add(Fragment.Kind.DATA, piece, line);
        } else {
            data = null;
            add(Fragment.Kind.SEPARATOR, end, line);
        }
    }
}
