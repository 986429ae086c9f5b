package io.dbops.migration.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.SqlLexicon;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each {@code .sql} file under {@code golden} against the statements written down beside it. */
final class GoldenSplitTest {

    static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    @TestFactory
    Stream<DynamicTest> scriptsAreCutAsWrittenDown() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String dialect : new TreeSet<>(Lexicons.ALL.keySet())) {
            try (Stream<Path> files = Files.list(GOLDEN.resolve(dialect))) {
                files.filter(file -> file.toString().endsWith(".sql"))
                        .sorted()
                        .map(file -> DynamicTest.dynamicTest(dialect + "/" + file.getFileName(), () -> {
                            String golden = file.toString().replace(".sql", ".golden");
                            assertThat(split(Files.readString(file), Lexicons.ALL.get(dialect)))
                                    .isEqualTo(Files.readString(Path.of(golden)));
                        }))
                        .forEach(tests::add);
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(20);
        return tests.stream();
    }

    private static String split(String script, SqlLexicon lexicon) throws IOException {
        StringBuilder text = new StringBuilder();
        try (ScriptSplitter splitter = ScriptSplitter.of(new StringReader(script), "golden.sql", lexicon)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                text.append("==== line ").append(statement.line());
                text.append(' ').append(statement.terminator());
                text.append(' ').append(statement.leadingWords()).append('\n');
                text.append(statement.text()).append('\n');
                if (statement.data() != null) {
                    text.append(data(statement.data()));
                }
            }
        }
        return text.toString();
    }

    private static String data(StatementData data) throws IOException {
        String text = new String(data.open().readAllBytes(), StandardCharsets.UTF_8);
        return "---- line " + data.line() + ", " + data.lines() + " lines of data\n" + text;
    }
}
