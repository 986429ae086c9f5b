package io.dbops.migration.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.sql.SqlLexicon;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

final class SplitterPropertyTest {

    private static final List<String> DIALECTS = List.copyOf(new TreeSet<>(Lexicons.ALL.keySet()));

    @Property
    void fragmentsCoverTheScriptCharacterForCharacter(@ForAll @From("scripts") String script) {
        for (SqlLexicon lexicon : List.of(Lexicons.POSTGRESQL, Lexicons.MYSQL, Lexicons.H2)) {
            Reading reading = Reading.of(new StringReader(script), lexicon);
            assertThat(reading.text()).isEqualTo(script);
            assertThat(reading.failure()).isNull();
        }
    }

    @Property(tries = 4000)
    void whateverIsReadIsCoveredUpToWhatCannotBeRead(
            @ForAll("dialects") String dialect, @ForAll @From("fragments") String script) {
        isCovered(script, Lexicons.ALL.get(dialect));
    }

    @Property(tries = 2000)
    void damagedScriptsAreCoveredOrRefused(
            @ForAll("dialects") String dialect,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 6) int damages) {
        List<String> zoo = zoo(dialect);
        StringBuilder script = new StringBuilder(zoo.get(random.nextInt(zoo.size())));
        for (int i = 0; i < damages; i++) {
            int at = random.nextInt(script.length());
            switch (random.nextInt(4)) {
                case 0 -> script.deleteCharAt(at);
                case 1 -> script.insert(at, NASTY.charAt(random.nextInt(NASTY.length())));
                case 2 -> script.delete(at, Math.min(script.length(), at + random.nextInt(40)));
                default -> script.insert(at, script.substring(at, Math.min(script.length(), at + random.nextInt(80))));
            }
            script.append(script.length() == 0 ? ";" : "");
        }
        isCovered(script.toString(), Lexicons.ALL.get(dialect));
    }

    /** What was read before a refusal is the script's beginning; without one it is the script. */
    private static void isCovered(String script, SqlLexicon lexicon) {
        Reading reading = Reading.of(new StringReader(script), lexicon);
        assertThat(script).startsWith(reading.text());
        if (reading.failure() == null) {
            assertThat(reading.text()).isEqualTo(script);
        } else {
            assertThat(reading.failure().code()).isEqualTo(ErrorCode.MIGRATION_INVALID);
            assertThat(reading.failure()).hasMessageMatching("(?s)x\\.sql:\\d+: .*");
        }
    }

    @Property
    void itDoesNotMatterInWhichPiecesTheReaderGivesTheScript(
            @ForAll("dialects") String dialect, @ForAll @From("fragments") String script) {
        SqlLexicon lexicon = Lexicons.ALL.get(dialect);
        Reading whole = Reading.of(new StringReader(script), lexicon);
        Reading pieces = Reading.of(new OneByOne(script), lexicon);
        assertThat(pieces.texts()).isEqualTo(whole.texts());
        assertThat(String.valueOf(pieces.failure())).isEqualTo(String.valueOf(whole.failure()));
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
                        "x CASE x")
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

    @Provide
    Arbitrary<String> dialects() {
        return Arbitraries.of(DIALECTS);
    }

    /** Pieces that mean something to some lexicon, and single characters; closed or not. */
    @Provide
    Arbitrary<String> fragments() {
        Arbitrary<String> known = Arbitraries.of(
                ";",
                "\n",
                "\r",
                "\r\n",
                " ",
                "'",
                "''",
                "\"",
                "`",
                "\\",
                "\\.",
                "\n\\.\n",
                "$$",
                "$t$",
                "$",
                "--",
                "-- x",
                "#",
                "/*",
                "*/",
                "/*!50000 ",
                "/*M!",
                "//",
                "\n/\n",
                "(",
                ")",
                "E'",
                "q'[",
                "]'",
                "nq'!",
                "CREATE ",
                "FUNCTION f ",
                "PROCEDURE p ",
                "BEGIN ",
                "ATOMIC ",
                "END",
                "END IF",
                "CASE ",
                "IF ",
                "LOOP ",
                "DO ",
                "COPY t FROM stdin;\n",
                "DELIMITER //\n",
                "DELIMITER GO\n",
                "GO",
                "SELECT 1",
                "a.b",
                "1$1$",
                "\\restrict x\n",
                "USE x\n",
                "EXEC p\n",
                "PROMPT x\n",
                "@x\n",
                "\uD83D\uDE00",
                "\uFEFF",
                "\u0000",
                "SET sql_mode='ANSI';",
                "<<l>>",
                ":=");
        return Arbitraries.frequencyOf(
                        Tuple.of(8, known),
                        Tuple.of(1, Arbitraries.strings().all().ofLength(1)),
                        Tuple.of(1, Arbitraries.strings().ascii().ofLength(1)))
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    private static final String NASTY = "'\"`;\\$/*-#()\n\rqE:<>. \u00A0\uD83D";

    private static List<String> zoo(String dialect) {
        try (Stream<Path> files = Files.list(GoldenSplitTest.GOLDEN.resolve(dialect))) {
            List<String> scripts = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".sql"))
                    .sorted()
                    .toList()) {
                scripts.add(Files.readString(file));
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Reading(List<String> texts, @Nullable DbOpsException failure) {
        static Reading of(Reader script, SqlLexicon lexicon) {
            List<String> texts = new ArrayList<>();
            try (ScriptSplitter splitter = ScriptSplitter.of(script, "x.sql", lexicon)) {
                for (Optional<Fragment> next = splitter.fragment(); next.isPresent(); next = splitter.fragment()) {
                    texts.add(next.get().text());
                }
                return new Reading(texts, null);
            } catch (DbOpsException e) {
                return new Reading(texts, e);
            }
        }

        String text() {
            return String.join("", texts);
        }
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
