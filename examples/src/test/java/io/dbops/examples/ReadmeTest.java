package io.dbops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void the_program_of_the_README_is_the_one_that_is_compiled_and_tested() throws IOException {
        List<String> source =
                Files.readAllLines(ROOT.resolve("examples/src/main/java/io/dbops/examples/quickstart/Quickstart.java"));
        int from = indexOf(source, "tag::quickstart[]") + 1;
        int to = indexOf(source, "end::quickstart[]");
        String region = String.join("\n", source.subList(from, to)).stripIndent();
        assertThat(region).hasLineCount(12);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + region.strip() + "\n```");
    }

    @Test
    void every_link_of_the_README_leads_to_a_file() throws IOException {
        var links = Pattern.compile("\\]\\(([^)#]+)\\)")
                .matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(ROOT.resolve(link))
                .exists());
    }

    private static int indexOf(List<String> lines, String mark) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(mark)) {
                return i;
            }
        }
        throw new AssertionError("no line holds " + mark);
    }
}
