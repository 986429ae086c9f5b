package io.dbops.testservers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * For programs that refuse to run as root. In a user namespace without a mapping root is nobody, yet still owns its files.
 */
final class Unprivileged {

    private Unprivileged() {}

    /** What such a program's command begins with. */
    static List<String> prefix() {
        return runsAsRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static boolean runsAsRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
