package io.dbops.migration.script;

import io.dbops.error.DbOpsException;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.ClientCommand;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Finds what a client, not the server, would act on, and keeps the delimiter that it set. */
final class ClientCommands {

    private static final int LONGEST_DELIMITER = 64;

    private final CharCursor cursor;
    private final String script;
    private final List<ClientCommand> commands;
    private final boolean setsDelimiter;
    private String delimiter = ";";

    ClientCommands(CharCursor cursor, String script, SqlLexicon lexicon) {
        this.cursor = cursor;
        this.script = script;
        this.commands = lexicon.commands();
        this.setsDelimiter = commands.stream().anyMatch(each -> each.meaning() == Meaning.DELIMITER);
    }

    String delimiter() {
        return delimiter;
    }

    /** What the line means that begins here, where a statement could begin. */
    Meaning ahead() throws IOException {
        if (commands.isEmpty()) {
            return Meaning.SQL;
        }
        long[] states = new long[commands.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = commands.get(i).head().start();
        }
        boolean[] matched = new boolean[states.length];
        StringBuilder word = new StringBuilder();
        for (int at = nextWord(0, word); word.length() > 0; at = nextWord(at, word)) {
            String upper = word.toString().toUpperCase(Locale.ROOT);
            for (int i = 0; i < states.length; i++) {
                states[i] = commands.get(i).head().step(states[i], upper);
                matched[i] |= commands.get(i).head().isMatch(states[i]);
            }
            if (!isUndecided(states, matched)) {
                break;
            }
        }
        for (int i = 0; i < matched.length; i++) {
            if (matched[i]) {
                return commands.get(i).meaning();
            }
        }
        return Meaning.SQL;
    }

    /** Whether one more word could make a command match that is listed before all that match already. */
    private static boolean isUndecided(long[] states, boolean[] matched) {
        for (int i = 0; i < states.length && !matched[i]; i++) {
            if (states[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Reads the word at or after there on this line, without semicolons; where it ends. */
    private int nextWord(int from, StringBuilder word) throws IOException {
        word.setLength(0);
        int at = from;
        while (at < CharCursor.LOOKAHEAD - 1) {
            int c = cursor.peek(at);
            if (c == CharCursor.END || CharSet.LINE_ENDS.contains(c)) {
                return at;
            }
            if (c != ';' && !CharSet.BLANKS.contains(c)) {
                word.append((char) c);
            } else if (word.length() > 0) {
                return at;
            }
            at++;
        }
        return at;
    }

    /** Takes the line of a command that has no effect of its own, or sets the delimiter; refuses what is neither. */
    void obey(Meaning meaning, CharRun into) throws IOException {
        int line = cursor.line();
        boolean fresh = cursor.onFreshLine();
        cursor.takeUntil(CharSet.LINE_ENDS, into);
        if (meaning == Meaning.REFUSED) {
            throw refused(into.toString(), line);
        }
        if (meaning == Meaning.DELIMITER) {
            setDelimiter(into.toString(), fresh, line);
        }
    }

    /** A command inside a statement, here. */
    DbOpsException refusedHere() throws IOException {
        int line = cursor.line();
        CharRun rest = new CharRun();
        cursor.takeUntil(CharSet.LINE_ENDS, rest, CharCursor.LOOKAHEAD);
        return refused(rest.toString(), line);
    }

    /** Refuses a line inside a statement that would set the delimiter if the statement had been ended. */
    void refuseDelimiterInside(int statementLine) throws IOException {
        if (!setsDelimiter || !cursor.onFreshLine() || !cursor.startsWithIgnoreCase("DELIMITER")) {
            return;
        }
        StringBuilder word = new StringBuilder();
        int command = nextWord(0, word);
        boolean exact = word.length() == "DELIMITER".length();
        int chosen = nextWord(command, word);
        boolean one = word.length() > 0;
        nextWord(chosen, word);
        if (exact && one && word.length() == 0) {
            throw ScriptError.at(
                    script,
                    cursor.line(),
                    "DELIMITER stands inside the statement that begins on line " + statementLine,
                    "End that statement first.");
        }
    }

    /** Whether the rest of the line here holds the delimiter. */
    boolean delimiterOnLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < CharCursor.LOOKAHEAD - 1; i++) {
            int c = cursor.peek(i);
            if (c == CharCursor.END || CharSet.LINE_ENDS.contains(c)) {
                return line.indexOf(delimiter) >= 0;
            }
            line.append((char) c);
        }
        return true;
    }

    private void setDelimiter(String command, boolean fresh, int line) {
        if (!fresh) {
            throw ScriptError.at(
                    script, line, "DELIMITER does not stand at the start of its line", "Put it on a line of its own.");
        }
        String[] words = command.strip().split("\\s+", 3);
        String chosen = words.length < 2 ? "" : unquoted(words[1]);
        if (chosen.isEmpty() || chosen.contains("\\") || chosen.length() > LONGEST_DELIMITER) {
            throw ScriptError.at(script, line, "DELIMITER needs a delimiter", "Write for example DELIMITER //.");
        }
        delimiter = chosen;
    }

    private static String unquoted(String word) {
        char first = word.charAt(0);
        boolean quoted = word.length() > 2 && word.charAt(word.length() - 1) == first && "'\"`".indexOf(first) >= 0;
        boolean open = !quoted && "'\"`".indexOf(first) >= 0;
        return quoted ? word.substring(1, word.length() - 1) : open ? "" : word;
    }

    private DbOpsException refused(String line, int number) {
        String command = line.strip().split("[\\s;]", 2)[0];
        return ScriptError.at(
                script,
                number,
                "the client command " + command + " is no SQL, and cannot be left out",
                "Remove it, or write what it does in SQL.");
    }
}
