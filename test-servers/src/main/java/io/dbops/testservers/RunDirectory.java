package io.dbops.testservers;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * Where servers have their data while they run: in memory where there is plenty, since a test suite creates and drops databases
 * of some hundred files by the thousand; else in a directory of the build.
 */
final class RunDirectory {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long GIBIBYTE = 1L << 30;
    /** All kinds at once need two, and a backup of a large database as much again. */
    private static final long FREE = 6 * GIBIBYTE;

    private static final long TOTAL = 2 * FREE;
    private static final int ONLY_OWNER = 0700;
    private static final int PERMISSIONS = 0777;

    private RunDirectory() {}

    /** The directory in memory, or the other one. */
    static Path inMemoryOr(Path other) {
        try {
            return hasRoom() ? own() : other;
        } catch (IOException | UnsupportedOperationException notOfThisSystem) {
            return other;
        }
    }

    private static boolean hasRoom() throws IOException {
        return Files.isDirectory(MEMORY)
                && Files.getFileStore(MEMORY).type().equals("tmpfs")
                && Files.getFileStore(MEMORY).getUsableSpace() >= FREE
                && ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                                .getTotalMemorySize()
                        >= TOTAL
                && availableMemory() >= FREE;
    }

    /** What programs can have without swapping, as proc_meminfo(5) tells it. */
    private static long availableMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            String[] words = line.toLowerCase(Locale.ROOT).split("\\s+");
            if (words[0].equals("memavailable:")) {
                return Long.parseLong(words[1]) * 1024;
            }
        }
        return 0;
    }

    /** Anybody may write to the directory above: what stands there under our name must be ours, and no link. */
    private static Path own() throws IOException {
        int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path own = MEMORY.resolve("dbops-test-servers-" + user);
        if (!Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        boolean ours = Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)
                && (int) Files.getAttribute(own, "unix:uid", LinkOption.NOFOLLOW_LINKS) == user
                && ((int) Files.getAttribute(own, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSIONS) == ONLY_OWNER;
        if (!ours) {
            throw new IOException(own + " is not a directory of user " + user + " alone");
        }
        return own;
    }
}
