package io.dbops.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ServerProcessTest {
    @TempDir
    private Path directory;

    @Test
    void aServerEndsWhenItsJvmIsKilled() throws Exception {
        assertThat(serverLeftByKilledJvm("TERM", "exec sleep 600")).matches(this::ends);
    }

    @Test
    void aServerThatIgnoresTheStopSignalEndsAllTheSame() throws Exception {
        assertThat(serverLeftByKilledJvm("TERM", "trap '' TERM; while :; do sleep 1; done"))
                .matches(this::ends);
    }

    @Test
    void aServerEndsWhenItIsStopped() throws IOException {
        ServerProcess server = start("exec sleep 600");
        assertThat(server.isAlive()).isTrue();
        server.stop();
        assertThat(server.isAlive()).isFalse();
        server.stop();
    }

    @Test
    void killingAServerKillsItsChildren() throws Exception {
        ServerProcess server = start("sleep 601 & echo $! > child; wait");
        Path child = directory.resolve("child");
        while (!Files.exists(child) || Files.size(child) == 0) {
            Thread.sleep(10);
        }
        long childPid = Long.parseLong(Files.readString(child).strip());
        assertThat(ServerProcess.isRunning(childPid)).isTrue();
        server.kill();
        assertThat(server.isAlive()).isFalse();
        assertThat(ServerProcess.isRunning(childPid)).isFalse();
    }

    @Test
    void aServerThatEndsByItselfIsSeenToBeGoneAndItsWordsAreInTheLog() throws Exception {
        ServerProcess server = start("echo to stdout; echo to stderr >&2; exit 3");
        while (server.isAlive()) {
            Thread.sleep(10);
        }
        server.stop();
        assertThat(ServerProcess.tail(directory.resolve("log"))).contains("to stdout", "to stderr");
    }

    @Test
    void aProgramThatFailsIsReportedWithWhatItPrinted() {
        List<String> command = List.of("sh", "-c", "echo no such locale; exit 4");
        assertThatThrownBy(() -> ServerProcess.run(command, directory, Duration.ofSeconds(30)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("status 4", "no such locale");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aProgramThatDoesNotEndIsKilled() {
        List<String> command = List.of("sleep", "602");
        assertThatThrownBy(() -> ServerProcess.run(command, directory, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void nothingOfOurEnvironmentReachesAServer() {
        assertThat(ServerProcess.process(List.of("true"), directory).environment())
                .containsOnlyKeys("PATH", "HOME", "LC_ALL", "TZ");
    }

    private ServerProcess start(String script) throws IOException {
        return ServerProcess.start(List.of("sh", "-c", script), directory, directory.resolve("log"), "KILL");
    }

    /** Forks a JVM that starts a server, kills that JVM with SIGKILL, and gives the process id of the server. */
    private long serverLeftByKilledJvm(String stopSignal, String script) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StartsServerAndWaits.class.getName(),
                        directory.toString(),
                        stopSignal,
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.US_ASCII))) {
            long server = Long.parseLong(output.readLine());
            assertThat(ServerProcess.isRunning(server)).isTrue();
            jvm.destroyForcibly().waitFor();
            assertThat(jvm.exitValue()).as("killed by SIGKILL").isEqualTo(128 + 9);
            return server;
        } finally {
            jvm.destroyForcibly();
        }
    }

    private boolean ends(long pid) {
        while (ServerProcess.isRunning(pid)) {
            Pause.briefly();
        }
        return true;
    }

    /** The program of the forked JVM. */
    static final class StartsServerAndWaits {
        private StartsServerAndWaits() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            List<String> command = List.of("sh", "-c", arguments[2]);
            System.out.println(ServerProcess.start(command, directory, directory.resolve("log"), arguments[1])
                    .pid());
            Thread.sleep(Duration.ofMinutes(10).toMillis());
        }
    }
}
