package io.dbops.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.OperationEvent.Operation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    private long now = Long.MAX_VALUE - 5;

    @Test
    void on_a_terminal_a_bar_is_drawn_over_itself_and_covers_what_was_longer() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        tell(progress, Kind.STARTED, 0, "");
        tell(progress, Kind.ITEM_STARTED, 0, "a table with quite a long name");
        pass(Duration.ofMillis(100));
        tell(progress, Kind.PROGRESS, 512, "b");
        pass(Duration.ofMillis(99));
        tell(progress, Kind.PROGRESS, 700, "too soon");
        tell(progress, Kind.FINISHED, 1024, "");
        progress.close();

        List<String> draws = List.of(text().split("\r", -1));
        assertThat(draws).hasSize(4);
        assertThat(draws.get(0)).isEmpty();
        assertThat(draws.get(1))
                .startsWith("BACKUP   [" + ".".repeat(30) + "]   0%")
                .contains("a table with quite a long name");
        assertThat(draws.get(2)).startsWith("BACKUP   [" + "#".repeat(15) + ".".repeat(15) + "]  50%");
        assertThat(draws.get(3))
                .startsWith("BACKUP   [" + "#".repeat(30) + "] 100%")
                .endsWith(System.lineSeparator());
        assertThat(draws.subList(1, 4))
                .allSatisfy(draw -> assertThat(draw.stripTrailing().length()).isLessThanOrEqualTo(100));
        assertThat(draws.subList(1, 3)).allSatisfy(draw -> assertThat(draw).hasSize(100));
    }

    @Test
    void a_warning_gets_a_line_of_its_own_below_the_bar() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        tell(progress, Kind.ITEM_STARTED, 0, "t");
        tell(progress, Kind.WARNING, 0, "mind this");
        assertThat(text()).startsWith("\rBACKUP   [");
        assertThat(text().strip().lines().toList()).hasSize(2).last().isEqualTo("WARNING: mind this detail");
    }

    @Test
    void elsewhere_a_line_is_printed_every_two_seconds_at_most_and_one_at_the_end() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        tell(progress, Kind.STARTED, 0, "");
        for (int i = 0; i < 40; i++) {
            tell(progress, Kind.PROGRESS, 10L * i, "t" + i);
            pass(Duration.ofMillis(100));
        }
        tell(progress, Kind.FINISHED, 1024, "");
        progress.close();

        assertThat(text()).doesNotContain("\r");
        assertThat(text().lines().toList())
                .hasSize(3)
                .allMatch(line -> line.startsWith("BACKUP   ["))
                .satisfies(lines -> assertThat(lines.get(0)).contains("t0 detail"))
                .satisfies(lines -> assertThat(lines.get(1)).contains("t20 detail"))
                .satisfies(lines -> assertThat(lines.get(2)).contains("] 100%"));
    }

    private void pass(Duration duration) {
        now += duration.toNanos();
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static void tell(TerminalProgress progress, Kind kind, long bytes, String item) {
        progress.onEvent(new OperationEvent(
                Operation.BACKUP,
                kind,
                item,
                "detail",
                new OperationEvent.Progress(1, 4, bytes, 1024, Duration.ofSeconds(1))));
    }
}
