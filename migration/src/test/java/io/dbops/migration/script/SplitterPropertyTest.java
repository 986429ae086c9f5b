package io.dbops.migration.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.SqlLexicon;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SplitterPropertyTest {

    @Property
    void fragmentsCoverTheScriptCharacterForCharacter(@ForAll @From("scripts") String script) {
        for (SqlLexicon lexicon : List.of(Lexicons.POSTGRESQL, Lexicons.MYSQL, Lexicons.H2)) {
            assertThat(String.join("", texts(new StringReader(script), lexicon)))
                    .isEqualTo(script);
        }
    }

    @Property
    void itDoesNotMatterInWhichPiecesTheReaderGivesTheScript(@ForAll @From("scripts") String script) {
        assertThat(texts(new OneByOne(script), Lexicons.POSTGRESQL))
                .isEqualTo(texts(new StringReader(script), Lexicons.POSTGRESQL));
    }

    @Property
    void everyStatementStandsWhereItSays(@ForAll @From("scripts") String script) {
        for (SqlStatement statement : statements(script)) {
            int offset = Math.toIntExact(statement.offset());
            assertThat(script.substring(offset)).startsWith(statement.text());
            assertThat(script.substring(0, offset).lines().count()
                            + (offset == 0 || script.charAt(offset - 1) == '\n' ? 1 : 0))
                    .isEqualTo(statement.line());
        }
    }

    @Property
    void lineEndingsDoNotChangeDigests(@ForAll @From("scripts") String script) {
        String windows = script.replace("\r\n", "\n").replace("\n", "\r\n");
        String unix = windows.replace("\r\n", "\n");
        assertThat(statements(windows).stream().map(SqlStatement::digest).toList())
                .isEqualTo(statements(unix).stream().map(SqlStatement::digest).toList());
    }

    @Provide
    Arbitrary<String> scripts() {
        // closed in every lexicon, whatever comes before and after
        return Arbitraries.of(
                        ";",
                        "; ",
                        "\n",
                        "\r\n",
                        " ",
                        "\t",
                        "SELECT",
                        "select 1",
                        "t.x",
                        "(1, 2)",
                        "\u00e4\u6f22",
                        "=",
                        "'a;b'",
                        "'it''s'",
                        "\"q;x\"",
                        "/* c; */",
                        "/* \n; */",
                        "-- line; comment\n",
                        "\n-- UP\n",
                        "CREATE TABLE a (b INT)",
                        "5 - 1",
                        ",",
                        "COMMIT",
                        "END",
                        "CASE x")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    private static List<SqlStatement> statements(String script) {
        List<SqlStatement> found = new ArrayList<>();
        try (ScriptSplitter splitter = ScriptSplitter.of(new StringReader(script), "x.sql", Lexicons.POSTGRESQL)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                found.add(next.get());
            }
        }
        return found;
    }

    private static List<String> texts(Reader reader, SqlLexicon lexicon) {
        List<String> texts = new ArrayList<>();
        try (ScriptSplitter splitter = ScriptSplitter.of(reader, "x.sql", lexicon)) {
            for (Optional<Fragment> next = splitter.fragment(); next.isPresent(); next = splitter.fragment()) {
                texts.add(next.get().text());
            }
        }
        return texts;
    }

    /** Gives one character at a time. */
    private static final class OneByOne extends Reader {
        private final StringReader text;

        OneByOne(String text) {
            this.text = new StringReader(text);
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            return text.read(target, offset, Math.min(1, length));
        }

        @Override
        public void close() {
            text.close();
        }
    }
}
