package io.dbops.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestServers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Some tests again, in a JVM whose language is Turkish (where "i" in upper case is not "I"), whose character set is ASCII, and
 * whose days begin half a day before ours.
 */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
final class AbroadTest {

    private static final String ONE_KIND = "(io.dbops.testservers.ServerKind)";

    @TempDir
    Path temp;

    private static List<DiscoverySelector> tests() {
        return List.of(
                DiscoverySelectors.selectClass("io.dbops.verification.migration.MigrateTest"),
                DiscoverySelectors.selectMethod("io.dbops.verification.backup.BackupRoundTripTest"
                        + "#what_was_backed_up_comes_back_equal_by_plain_jdbc" + ONE_KIND),
                DiscoverySelectors.selectMethod("io.dbops.verification.postgresql.PostgreSqlRoundTripTest"
                        + "#a_zoo_of_objects_and_values_comes_back_as_it_was" + ONE_KIND),
                DiscoverySelectors.selectClass("io.dbops.verification.mysql.MySqlOddValuesTest"),
                DiscoverySelectors.selectClass("io.dbops.verification.mysql.MySqlDefinitionsTest"));
    }

    @Test
    void migrationsAndBackupsDoNotDependOnTheLanguageTheCharacterSetOrTheTimeZoneOfTheJvm() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Apia",
                "-cp",
                System.getProperty("java.class.path"),
                AbroadTest.class.getName());
        Path log = temp.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("LC_ALL", "C");
        for (ServerKind kind : TestServers.available()) {
            if (kind != ServerKind.H2) {
                DatabaseServer server = TestServers.server(kind);
                environment.put("DBOPS_" + kind + "_URL", server.adminUrl());
                environment.put("DBOPS_" + kind + "_USER", server.user());
                environment.put("DBOPS_" + kind + "_PASSWORD", server.password());
            }
        }
        Process abroad = builder.start();
        try {
            int exitCode = abroad.waitFor();
            assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                    .contains("tr_TR, US-ASCII, Pacific/Apia, failed: 0, ")
                    .doesNotContain("found: 0");
            assertThat(exitCode).isZero();
        } finally {
            abroad.destroyForcibly().waitFor();
        }
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(tests())
                                // what they leave behind is looked for at home
                                .configurationParameter(
                                        "junit.jupiter.extensions.autodetection.include",
                                        OnePerDatabase.class.getName())
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(failure -> {
            System.out.println(failure.getTestIdentifier().getDisplayName());
            failure.getException().printStackTrace(System.out);
        });
        System.out.println(Locale.getDefault() + ", " + Charset.defaultCharset() + ", "
                + ZoneId.systemDefault() + ", failed: " + summary.getTotalFailureCount() + ", found: "
                + summary.getTestsFoundCount());
        System.exit(summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0 ? 0 : 1);
    }
}
