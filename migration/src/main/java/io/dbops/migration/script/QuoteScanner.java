package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Quote;
import io.dbops.spi.sql.SqlLexicon.QuoteSwitch;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes quoted runs of every kind. A word is taken whole elsewhere, so no identifier is ever running where it looks. */
final class QuoteScanner {

    private static final String BRACKETS = "[]{}()<>";
    private static final int LONGEST_SWITCH = 4096;

    /** A quote as it is read now, and where reading it pauses. */
    private record Reading(Quote quote, CharSet pauses) {
        static Reading of(Quote quote) {
            return new Reading(quote, CharSet.of(quote.close() + (quote.backslashEscapes() ? "\\" : "")));
        }

        boolean literal() {
            return quote.close() == '\'' || quote.backslashEscapes();
        }
    }

    private final CharCursor cursor;
    private final String script;
    private final SqlLexicon lexicon;
    private final List<Reading> readings = new ArrayList<>();
    private final CharSet openings;
    private final CharRun run = new CharRun();
    private @Nullable Reading continued;
    private boolean lineBreak;

    QuoteScanner(CharCursor cursor, String script, SqlLexicon lexicon) {
        this.cursor = cursor;
        this.script = script;
        this.lexicon = lexicon;
        StringBuilder first = new StringBuilder("$QqNn");
        for (Quote quote : lexicon.quotes()) {
            readings.add(Reading.of(quote));
            first.append(quote.open().charAt(0))
                    .append(Character.toLowerCase(quote.open().charAt(0)));
        }
        this.openings = CharSet.of(first.toString());
    }

    /** Blanks or a line comment stand between two tokens; with a line break in them, literals may go on behind them. */
    void passed(CharRun blanks) {
        for (int i = 0; continued != null && i < blanks.length(); i++) {
            lineBreak |= CharSet.LINE_ENDS.contains(blanks.at(i));
        }
    }

    /** Something else does. */
    void interrupted() {
        continued = null;
    }

    /** Takes the quoted run that opens here; whether one does. */
    boolean scan(StatementBuilder statement) throws IOException {
        int c = cursor.peek(0);
        if (!openings.contains(c)) {
            return false;
        }
        if (c == '$') {
            return dollars(statement);
        }
        if (lexicon.has(Trait.ALTERNATIVE_QUOTES) && alternative(statement)) {
            return true;
        }
        for (Reading reading : readings) {
            if (cursor.startsWithIgnoreCase(reading.quote().open())) {
                Reading earlier = continued;
                boolean goesOn =
                        earlier != null && lineBreak && reading.quote().open().equals("'");
                quoted(
                        statement,
                        earlier != null && goesOn ? earlier : reading,
                        reading.quote().open());
                return true;
            }
        }
        return false;
    }

    /** Reads later quotes as the statement wants it. */
    void obey(SqlStatement statement) {
        boolean sets = !statement.leadingWords().isEmpty()
                && statement.leadingWords().get(0).matches("SET|RESET")
                && statement.text().length() <= LONGEST_SWITCH;
        for (QuoteSwitch change : sets ? lexicon.quoteSwitches() : List.<QuoteSwitch>of()) {
            if (change.statement().matcher(statement.text()).find()) {
                readings.replaceAll(reading -> {
                    Quote quote = reading.quote();
                    return quote.open().equals(change.open())
                            ? Reading.of(new Quote(quote.open(), quote.close(), change.backslashEscapes()))
                            : reading;
                });
            }
        }
    }

    private void quoted(StatementBuilder statement, Reading reading, String open) throws IOException {
        int line = cursor.line();
        Quote quote = reading.quote();
        take(statement, open.length(), false);
        StringBuilder name = new StringBuilder(open);
        if (reading.literal()) {
            statement.masked();
        }
        while (true) {
            run.clear();
            cursor.takeUntil(reading.pauses(), run);
            int pause = cursor.peek(0);
            if (pause == CharCursor.END) {
                throw unterminated("quote " + open, line);
            }
            boolean more = pause == '\\' || cursor.peek(1) == quote.close();
            if (more) {
                cursor.take(cursor.peek(1) == CharCursor.END ? 1 : 2, run);
            }
            statement.quoted(run, reading.literal());
            name.append(reading.literal() ? "" : run.toString());
            if (!more) {
                break;
            }
        }
        take(statement, 1, false);
        statement.endQuote();
        statement.word(reading.literal() ? "''" : name.append(quote.close()).toString());
        continued = lexicon.has(Trait.CONTINUED_LITERALS) && quote.close() == '\'' ? reading : null;
        lineBreak = false;
    }

    private boolean dollars(StatementBuilder statement) throws IOException {
        String tag = dollarTag(statement);
        if (tag.isEmpty()) {
            return false;
        }
        opaque(statement, tag, tag, "dollar quote " + tag);
        return true;
    }

    /** The tag that opens a dollar quote here, with its dollars; empty when there is none. */
    private String dollarTag(StatementBuilder statement) throws IOException {
        if (lexicon.has(Trait.BARE_DOLLAR_QUOTES)) {
            boolean free = statement.text().isEmpty() || cursor.previous() <= ' ';
            return free && cursor.peek(1) == '$' ? "$$" : "";
        }
        StringBuilder tag = new StringBuilder("$");
        while (lexicon.has(Trait.DOLLAR_QUOTES) && tag.length() < CharCursor.LOOKAHEAD) {
            int c = cursor.peek(tag.length());
            if (c == '$') {
                return tag.append('$').toString();
            }
            if (!CharSet.WORD_STARTS.contains(c) && (tag.length() == 1 || !CharSet.DIGITS.contains(c))) {
                return "";
            }
            tag.append((char) c);
        }
        return "";
    }

    private boolean alternative(StatementBuilder statement) throws IOException {
        int q = cursor.startsWithIgnoreCase("NQ'") ? 1 : 0;
        if (q == 0 && !cursor.startsWithIgnoreCase("Q'")) {
            return false;
        }
        int mark = cursor.peek(q + 2);
        if (mark == CharCursor.END || CharSet.BLANKS.contains(mark)) {
            return false;
        }
        int bracket = BRACKETS.indexOf(mark);
        char close = bracket >= 0 && bracket % 2 == 0 ? BRACKETS.charAt(bracket + 1) : (char) mark;
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < q + 3; i++) {
            open.append((char) cursor.peek(i));
        }
        opaque(statement, open.toString(), close + "'", "quote " + open);
        return true;
    }

    /** A quote that only its whole closing ends. */
    private void opaque(StatementBuilder statement, String open, String close, String what) throws IOException {
        int line = cursor.line();
        take(statement, open.length(), false);
        statement.masked();
        CharSet pauses = CharSet.of(close.substring(0, 1));
        while (!cursor.startsWith(close)) {
            run.clear();
            if (cursor.peek(0) == CharCursor.END) {
                throw unterminated(what, line);
            }
            cursor.take(1, run);
            cursor.takeUntil(pauses, run);
            statement.quoted(run, true);
        }
        take(statement, close.length(), false);
        statement.endQuote();
        statement.word("''");
        interrupted();
    }

    private void take(StatementBuilder statement, int count, boolean secret) throws IOException {
        run.clear();
        cursor.take(count, run);
        statement.quoted(run, secret);
    }

    private RuntimeException unterminated(String what, int line) {
        return ScriptError.unterminated(script, what.toLowerCase(Locale.ROOT), line);
    }
}
