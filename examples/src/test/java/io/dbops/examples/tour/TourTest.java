package io.dbops.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tour as a program of its own, told by its exit code and by what it prints. */
@Execution(ExecutionMode.CONCURRENT)
class TourTest {

    private record Finished(int code, String output) {}

    @TempDir
    private Path folder;

    @Test
    void the_tour_of_the_README_proves_all_48_tables_and_891649_rows_and_exits_with_0() throws Exception {
        Finished tour = run(java(Tour.class));
        // 3 tables and 6 rows are the library's own history
        assertThat(tour.output())
                .contains("51 tables, 891655 rows before; 51 tables, 891655 rows after the restore")
                .contains("PROVEN: ")
                .doesNotContain("FAILED")
                .doesNotContain("DIFFERENT")
                .doesNotContain("\r");
        assertThat(tour.output().lines()).anyMatch(line -> line.matches("BACKUP .*\\[#{30}] 100%.*"));
        assertThat(tour.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update \"chinook_Artist\" set \"Name\" = 'x' where \"ArtistId\" = 7"
                        + "| chinook_Artist: has the same number of rows, other contents",
                "delete from \"sales_fact_1998\" where \"product_id\" = 9| sales_fact_1998: had 50 rows, has 49",
                "drop table \"chinook_PlaylistTrack\"| chinook_PlaylistTrack: is gone, with 8715 rows"
            })
    void a_restored_state_that_is_not_the_one_before_fails_the_proof_and_the_exit_code_is_1(
            String harm, String difference) throws Exception {
        Finished tour = run(java(SmallTour.class, harm));
        assertThat(tour.output())
                .contains("harmed rows: " + (harm.startsWith("drop") ? 0 : 1))
                .contains("DIFFERENT: " + difference)
                .contains("FAILED: the restored state differs.")
                .doesNotContain("PROVEN");
        assertThat(tour.output().lines().filter(line -> line.contains("DIFFERENT")))
                .hasSize(1);
        assertThat(tour.code()).isOne();
    }

    @Test
    void the_same_small_tour_is_proven_when_nothing_harms_it_and_draws_its_progress_on_a_terminal() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "script"))),
                "the tool 'script' is not installed");
        StringBuilder command = new StringBuilder("exec");
        for (String word : java(SmallTour.class)) {
            command.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        Finished tour = run(List.of("script", "--quiet", "--return", "--command", command.toString(), "/dev/null"));
        assertThat(tour.output()).contains("PROVEN: ").doesNotContain("FAILED");
        assertThat(tour.output()).containsPattern("\rRESTORE +\\[#{30}] 100%");
        assertThat(tour.code()).isZero();
    }

    @Test
    void a_schema_that_is_there_already_is_left_alone_and_the_exit_code_is_1() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("database"), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA \"dbops_tour\"");
        }
        Finished tour = run(java(SmallTour.class));
        assertThat(tour.output()).contains("The tour stopped: schema dbops_tour is already there");
        assertThat(tour.code()).isOne();
    }

    private List<String> java(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddbops.url=jdbc:h2:" + folder.resolve("database"),
                "-Ddbops.tour.folder=" + folder.resolve("tour"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Finished run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), output);
    }
}
