package io.dbops.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with a program of the tests in it, which may end itself as by SIGKILL: nothing is closed, nothing runs any more. */
public final class OtherJvm {

    private static final String KILLED = "killed at ";

    private OtherJvm() {}

    /** Runs a program to its end; returns the name of the point at which it was killed, or an empty text when it ended by itself. */
    public static String run(Class<?> program, Object... arguments) throws IOException, InterruptedException {
        return run(List.of(), program, arguments);
    }

    /** The same for a program that can write no file to be longer than that many KiB: the system refuses the rest of a write. */
    public static String runWithFilesUpTo(int kib, Class<?> program, Object... arguments)
            throws IOException, InterruptedException {
        // of 512 bytes each
        String limited = "ulimit -f " + 2 * kib + " && exec \"$0\" \"$@\"";
        return run(List.of("sh", "-c", limited), program, arguments);
    }

    private static String run(List<String> before, Class<?> program, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Xshare:auto",
                "-XX:-UsePerfData", // a file too
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        int name = output.indexOf(KILLED);
        if ((code == 0) == (name >= 0)) {
            throw new IOException("the other JVM ended with " + code + ": " + output);
        }
        return name < 0 ? "" : output.substring(name + KILLED.length()).strip();
    }

    /** Ends this process at once, and says where. */
    public static void kill(String point) {
        System.out.println(KILLED + point);
        System.out.flush();
        Runtime.getRuntime().halt(137);
    }
}
