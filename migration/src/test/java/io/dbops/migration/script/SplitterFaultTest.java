package io.dbops.migration.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ScriptResource;
import io.dbops.spi.sql.SqlLexicon;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SplitterFaultTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;\nSELECT 'open; \nSELECT 2;",
                "SELECT 1;\nSELECT \"open;",
                "SELECT 1;\nSELECT $x$ open $y$;",
                "SELECT 1;\n/* open /* */ SELECT 2;",
                "SELECT 1;\nSELECT 2 /* open;",
                "SELECT 1;\nCOPY t (a, b) FROM stdin;\n1\t2\n",
                "SELECT 1;\nCOPY t (a, b) FROM stdin; SELECT 2;\n1\t2\n\\.\n",
                "SELECT 1;\nSELECT (2; SELECT 3;\n",
                "SELECT 1;\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 2; SELECT 3;\n",
                "SELECT 1;\n\\connect other\n",
                "SELECT 1;\nSELECT 2 \\gexec\n"
            })
    void whatCannotBeReadIsAnErrorWithScriptAndLine(String script) {
        assertThatThrownBy(() -> all(resource(script.getBytes(StandardCharsets.UTF_8)), Lexicons.POSTGRESQL, false))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_INVALID))
                .hasMessageStartingWith("x.sql:2:");
    }

    @Test
    void aRefusedClientCommandIsNamed() {
        assertThatThrownBy(() ->
                        all(resource("\\i more.sql".getBytes(StandardCharsets.UTF_8)), Lexicons.POSTGRESQL, false))
                .hasMessageContaining("x.sql:1:")
                .hasMessageContaining("\\i");
    }

    @Test
    void bytesThatAreNotUtf8AreAnErrorAndNeverReplaced() {
        byte[] latin = "SELECT 'caf\u00e9';".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> all(resource(latin), Lexicons.H2, false))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("x.sql")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstStatement() {
        byte[] bytes = "\uFEFFSELECT 1;".getBytes(StandardCharsets.UTF_8);
        assertThat(all(resource(bytes), Lexicons.H2, false)).singleElement().satisfies(statement -> {
            assertThat(statement.text()).isEqualTo("SELECT 1");
            assertThat(statement.offset()).isZero();
        });
    }

    @Test
    void onlyTheUpSectionIsYieldedEvenWithoutALastSemicolon() {
        String script = "-- prose\n-- UP\nCREATE TABLE a (x int)\n-- DOWN\nDROP TABLE a;\n";
        assertThat(all(resource(script.getBytes(StandardCharsets.UTF_8)), Lexicons.H2, true))
                .extracting(SqlStatement::text)
                .containsExactly("CREATE TABLE a (x int)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1;\n-- UP\nSELECT 2;", "-- DOWN\nSELECT 1;\n-- UP\nSELECT 2;", "-- UP\n-- UP\n"})
    void sectionsOutOfPlaceAreAnError(String script) {
        assertThatThrownBy(() -> all(resource(script.getBytes(StandardCharsets.UTF_8)), Lexicons.H2, true))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("x.sql:");
    }

    @Test
    void aMarkerInsideAQuoteIsText() {
        String script = "-- UP\nINSERT INTO a VALUES ('\n-- DOWN\n');\n-- DOWN\nDROP TABLE a;";
        assertThat(all(resource(script.getBytes(StandardCharsets.UTF_8)), Lexicons.H2, true))
                .singleElement()
                .extracting(SqlStatement::text)
                .isEqualTo("INSERT INTO a VALUES ('\n-- DOWN\n')");
    }

    @Test
    void aScriptIsReadNoFurtherThanTheStatementAtHandNeeds() {
        Endless script = new Endless(200_000);
        try (ScriptSplitter splitter = ScriptSplitter.of(script, "x.sql", Lexicons.H2)) {
            int count = 0;
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                count++;
                assertThat(script.given() - next.get().offset()).isLessThan(64 * 1024);
            }
            assertThat(count).isEqualTo(200_000);
        }
    }

    @Test
    void digestsSeeBlanksInsideQuotesAndNewlinesEverywhere() {
        assertThat(digest("SELECT 'a  \nb'")).isNotEqualTo(digest("SELECT 'a\nb'"));
        assertThat(digest("SELECT 1 -- x\n+ 2")).isNotEqualTo(digest("SELECT 1 -- x + 2"));
        assertThat(digest("SELECT 1  \n + 2\t")).isEqualTo(digest("SELECT 1\r\n + 2"));
        assertThat(digest("SELECT  1")).isNotEqualTo(digest("SELECT 1"));
    }

    @Test
    void anExcerptShowsNoLiteral() {
        String script = "CREATE USER u PASSWORD 'hush'\n  COMMENT E'x\\'y' -- z\n $$body$$ \"Name\"";
        SqlStatement statement = all(resource(script.getBytes(StandardCharsets.UTF_8)), Lexicons.POSTGRESQL, false)
                .get(0);
        assertThat(statement.excerpt())
                .isEqualTo("CREATE USER u PASSWORD '\u2026' COMMENT E'\u2026' -- z $$\u2026$$ \"Name\"");
    }

    private static String digest(String script) {
        return all(resource(script.getBytes(StandardCharsets.UTF_8)), Lexicons.H2, false)
                .get(0)
                .digest();
    }

    private static List<SqlStatement> all(ScriptResource resource, SqlLexicon lexicon, boolean sectioned) {
        List<SqlStatement> found = new ArrayList<>();
        try (ScriptSplitter splitter = ScriptSplitter.open(
                resource,
                lexicon,
                new ScriptFormat(sectioned ? ScriptFormat.Part.UP : ScriptFormat.Part.WHOLE, Placeholders.OFF))) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                found.add(next.get());
            }
        }
        return found;
    }

    private static ScriptResource resource(byte[] bytes) {
        return new ScriptResource() {
            @Override
            public String name() {
                return "x.sql";
            }

            @Override
            public String location() {
                return "memory/x.sql";
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** The same statement again and again. */
    private static final class Endless extends Reader {
        private static final String LINE = "INSERT INTO t VALUES ('" + "x".repeat(70) + "');\n";
        private int left;
        private int at;
        private long given;

        Endless(int statements) {
            this.left = statements;
        }

        @Override
        public int read(char[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = Math.min(length, LINE.length() - at);
            LINE.getChars(at, at + count, target, offset);
            at += count;
            given += count;
            if (at == LINE.length()) {
                at = 0;
                left--;
            }
            return count;
        }

        long given() {
            return given;
        }

        @Override
        public void close() {
            left = 0;
        }
    }
}
