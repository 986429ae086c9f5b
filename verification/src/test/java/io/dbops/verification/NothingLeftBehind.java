package io.dbops.verification;

import io.dbops.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test of this module that leaves a thread of DbOps, a connection to a server, or an open file below the folder
 * for temporary files behind. Connections are told from outside, as sockets of this process, so that no data source need take part.
 */
public final class NothingLeftBehind implements BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private final LeakCheck check = new LeakCheck().watch(this::descriptors);
    private Set<String> before = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        before = open();
        check.beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        check.afterEach(context);
    }

    private List<String> descriptors() throws IOException {
        List<String> leaks = new ArrayList<>();
        for (String descriptor : open()) {
            if (!before.contains(descriptor)) {
                leaks.add(descriptor + " is open");
            }
        }
        return leaks;
    }

    private static Set<String> open() throws IOException {
        Set<String> open = new TreeSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:") || Path.of(target).startsWith(TEMPORARY)) {
                    open.add(target);
                }
            }
        }
        return open;
    }

    /** Empty for what was closed between the listing and the look. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
