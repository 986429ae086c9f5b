package io.dbops.migration.preview;

import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementData;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.LineComment;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes statements so that a database's own client cuts them where they were cut. Used by one thread. */
final class ClientScript {

    private static final String[] DELIMITERS = {"$$", "//", "@@"};

    private final Appendable out;
    private final SqlLexicon lexicon;
    private final List<String> settings;
    private final boolean delimiterCommand;

    ClientScript(Appendable out, SqlLexicon lexicon, List<String> settings) {
        this.out = out;
        this.settings = settings;
        this.lexicon = lexicon;
        this.delimiterCommand = lexicon.commands().stream().anyMatch(command -> command.meaning() == Meaning.DELIMITER);
    }

    /** What the client is told before anything else. */
    void opening() throws IOException {
        for (String line : lexicon.clientOpening()) {
            line(line);
        }
        for (String setting : settings) {
            line(setting + ";");
        }
    }

    /** What the engine does behind a migration that may have changed settings of its session. */
    void freshSession() throws IOException {
        if (lexicon.clientReconnect().isPresent()) {
            line(lexicon.clientReconnect().get());
        } else {
            comment("migrate() puts all settings of the session back here; this script only these");
        }
        opening();
    }

    /** A line for people, whatever is in it. */
    void comment(String text) throws IOException {
        StringBuilder printable = new StringBuilder("-- ");
        text.codePoints().forEach(each -> printable.appendCodePoint(endsOrHides(each) ? ' ' : each));
        line(printable.toString());
    }

    private static boolean endsOrHides(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }

    void line(String text) throws IOException {
        out.append(text).append('\n');
    }

    /** The statement, what ends it for the client, and the data that follow it. */
    void statement(SqlStatement statement) throws IOException {
        String text = statement.text();
        if (statement.program() && lexicon.has(Trait.SLASH_LINES)) {
            line(text);
            line("/");
        } else if (delimiterCommand && text.indexOf(';') >= 0) {
            String delimiter = delimiterNotIn(text);
            line("DELIMITER " + delimiter);
            line(text);
            line(delimiter);
            line("DELIMITER ;");
        } else {
            // a comment may run to the end of the last line
            out.append(text).append(mayEndInComment(text) ? "\n" : "");
            line(";");
        }
        if (statement.data() != null) {
            copy(statement.data());
        }
    }

    private boolean mayEndInComment(String text) {
        String last = text.substring(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
        return lexicon.lineComments().stream().map(LineComment::open).anyMatch(last::contains);
    }

    private static String delimiterNotIn(String text) {
        for (String each : DELIMITERS) {
            if (!text.contains(each)) {
                return each;
            }
        }
        int number = 1;
        while (text.contains("$$" + number)) {
            number++;
        }
        return "$$" + number;
    }

    private void copy(StatementData data) throws IOException {
        char[] piece = new char[8 * 1024];
        try (Reader reader = new InputStreamReader(data.open(), StandardCharsets.UTF_8)) {
            for (int count = reader.read(piece); count >= 0; count = reader.read(piece)) {
                out.append(CharBuffer.wrap(piece, 0, count));
            }
        }
        line("\\.");
    }
}
