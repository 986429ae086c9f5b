package io.dbops.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The unpacked programs of one kind and an initialised data directory to copy, both made once and kept under
 * {@code target/servers} until the build is cleaned. What is there under its final name is complete: it is made
 * under another name and renamed. The final name holds the archive's digest. Thread-safe, also between JVMs.
 */
final class Installation {
    /** To be raised when the way of unpacking or initialising changes, so that older results are not used. */
    private static final int RECIPE = 1;

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Launcher launcher;
    private final Path archive;
    private final Path directory;
    private final Path runs;

    Installation(Launcher launcher, Path archive, Path servers, Path runs, String name) {
        this.launcher = launcher;
        this.archive = archive;
        this.directory = servers.resolve(name);
        this.runs = runs;
    }

    Launcher launcher() {
        return launcher;
    }

    /** The directory of the programs, which is unpacked if it is not there, and seen to run. */
    synchronized Path home() throws IOException, InterruptedException {
        if (!Files.isRegularFile(archive)) {
            throw new IOException("there is no " + archive + "; a test phase of Maven on Linux x86-64 fetches it");
        }
        return once("home", home -> {
            launcher.install(archive, home);
            ServerProcess.run(launcher.versionCommand(home), home, Duration.ofMinutes(1));
        });
    }

    /** The directory in which the servers of this JVM have theirs. */
    Path runs() {
        return runs.resolve(Long.toString(ProcessHandle.current().pid()));
    }

    /**
     * A new directory for one run of a server, to be deleted with it, with a data directory under the name
     * {@code data}.
     */
    synchronized Path newRunDirectory() throws IOException, InterruptedException {
        Path home = home();
        Path template = once("template", place -> launcher.initialize(home, place.resolve("data")));
        removeRunsOfDeadJvms();
        Path run = runs().resolve(directory.getFileName() + "-" + RUNS.incrementAndGet());
        // Left by an earlier JVM with the same process id.
        Directories.delete(run);
        Files.createDirectories(run);
        Path data = run.resolve("data");
        Directories.copy(template.resolve("data"), data);
        launcher.personalize(data);
        return run;
    }

    private Path once(String what, Recipe recipe) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Against other JVMs, until the channel closes.
            channel.lock();
            Path made = directory.resolve(what + "-" + stamp());
            if (!Files.isDirectory(made)) {
                Path unfinished = directory.resolve(what + ".unfinished");
                Directories.delete(unfinished);
                Files.createDirectory(
                        unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                recipe.make(unfinished);
                Files.move(unfinished, made, StandardCopyOption.ATOMIC_MOVE);
            }
            return made;
        }
    }

    private String stamp() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream content = new DigestInputStream(Files.newInputStream(archive), digest)) {
                content.transferTo(OutputStream.nullOutputStream());
            }
            return RECIPE + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void removeRunsOfDeadJvms() throws IOException {
        if (!Files.isDirectory(runs, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> candidates;
        try (Stream<Path> list = Files.list(runs)) {
            candidates = list.toList();
        }
        for (Path run : candidates) {
            String pid = run.getFileName().toString();
            if (pid.matches("\\d{1,18}") && !ServerProcess.isRunning(Long.parseLong(pid))) {
                Directories.delete(run);
            }
        }
    }

    private interface Recipe {
        void make(Path place) throws IOException, InterruptedException;
    }
}
