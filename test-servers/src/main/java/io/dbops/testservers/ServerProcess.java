package io.dbops.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server process that cannot outlive this JVM, however the JVM ends: its parent is a shell that kills it when the
 * pipe from the JVM to the shell is closed, which the kernel does for a JVM that was killed.
 */
final class ServerProcess {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Process shell;
    private final long pid;

    private ServerProcess(Process shell, long pid) {
        this.shell = shell;
        this.pid = pid;
    }

    /**
     * Starts {@code command}, with {@code log} for all it prints; {@code stopSignal} is the name of the signal that
     * stops it at once.
     */
    static ServerProcess start(List<String> command, Path directory, Path log, String stopSignal) throws IOException {
        List<String> line = new ArrayList<>(List.of("sh", "-c", script(), "watch.sh", stopSignal));
        line.addAll(command);
        Process shell = process(line, directory)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
        String pid = output.readLine();
        if (pid == null) {
            shell.destroyForcibly();
            throw new IOException("the shell ended before it started " + command + ": " + tail(log));
        }
        return new ServerProcess(shell, Long.parseLong(pid.strip()));
    }

    /**
     * A process with nothing from our environment but what every program needs, so that no PGDATA or MYSQL_HOME leads
     * it astray.
     */
    static ProcessBuilder process(List<String> command, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "HOME", directory.toString(), "LC_ALL", "C.UTF-8", "TZ", "UTC"));
        return builder;
    }

    /** Runs a program to its end. Its output is in the exception if it fails. */
    static void run(List<String> command, Path directory, Duration timeout) throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "run", ".log");
        Process process = process(command, directory)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command.get(0) + " did not end within " + timeout + ": " + tail(log));
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        String.join(" ", command) + " ended with status " + process.exitValue() + ": " + tail(log));
            }
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    long pid() {
        return pid;
    }

    boolean isAlive() {
        return isRunning(pid);
    }

    /** Kills the server with all its child processes, and waits until they are gone. */
    void kill() {
        List<Long> victims = new ArrayList<>();
        // The parent first: it could otherwise replace or tidy up after a child.
        victims.add(pid);
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .forEach(victims::add);
        for (long victim : victims) {
            ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
        }
        awaitShell();
        victims.forEach(ServerProcess::awaitEnd);
        closePipe();
    }

    /** Lets the shell stop the server. */
    void stop() {
        closePipe();
        awaitShell();
        awaitEnd(pid);
    }

    /**
     * The shell ends when it has collected the server's status. Only then has a program of many threads let go of its
     * files and its port: its first thread is a zombie long before.
     */
    private void awaitShell() {
        try {
            if (!shell.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid + " is still there after " + STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + pid + " ended", e);
        }
    }

    /** Tells the shell to stop the server, and does not wait. */
    void closePipe() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // The shell is gone, and the server with it.
        }
    }

    private static void awaitEnd(long pid) {
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (isRunning(pid)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("process " + pid + " is still there after " + STOP_TIMEOUT);
            }
            Pause.briefly();
        }
    }

    /** Whether the process runs. One that ended and waits for its parent to ask for its status does not. */
    static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The state follows the program's name, which stands in parentheses and may itself contain any.
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }

    /** The end of a log, for error messages. */
    static String tail(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.isEmpty()
                    ? "(nothing in its log)"
                    : System.lineSeparator()
                            + String.join(
                                    System.lineSeparator(),
                                    lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(its log cannot be read: " + e + ")";
        }
    }

    private static String script() throws IOException {
        try (InputStream script = ServerProcess.class.getResourceAsStream("watch.sh")) {
            if (script == null) {
                throw new IOException("the class path lacks io/dbops/testservers/watch.sh");
            }
            return new String(script.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
