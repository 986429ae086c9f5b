package io.dbops.migration.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.SqlLexicon;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each {@code .sql} file under {@code golden} against the statements written down beside it. */
final class GoldenSplitTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    @TestFactory
    Stream<DynamicTest> scriptsAreCutAsWrittenDown() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String dialect : List.of("postgresql", "mysql", "h2")) {
            try (Stream<Path> files = Files.list(GOLDEN.resolve(dialect))) {
                files.filter(file -> file.toString().endsWith(".sql"))
                        .sorted()
                        .map(file -> DynamicTest.dynamicTest(dialect + "/" + file.getFileName(), () -> {
                            String golden = file.toString().replace(".sql", ".golden");
                            assertThat(split(Files.readString(file), lexicon(dialect)))
                                    .isEqualTo(Files.readString(Path.of(golden)));
                        }))
                        .forEach(tests::add);
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(5);
        return tests.stream();
    }

    private static SqlLexicon lexicon(String dialect) {
        return switch (dialect) {
            case "postgresql" -> Lexicons.POSTGRESQL;
            case "mysql" -> Lexicons.MYSQL;
            default -> Lexicons.H2;
        };
    }

    private static String split(String script, SqlLexicon lexicon) {
        StringBuilder text = new StringBuilder();
        try (ScriptSplitter splitter = ScriptSplitter.of(new StringReader(script), "golden.sql", lexicon)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                text.append("==== line ").append(statement.line());
                text.append(' ').append(statement.terminator());
                text.append(' ').append(statement.leadingWords()).append('\n');
                text.append(statement.text()).append('\n');
            }
        }
        return text.toString();
    }
}
