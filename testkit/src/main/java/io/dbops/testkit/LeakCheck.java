package io.dbops.testkit;

import io.dbops.spi.Sleeper;
import io.dbops.spi.sql.SessionLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: a running thread whose name begins with {@code dbops-}, an open file below a
 * watched directory (where the system shows open files in {@code /proc/self/fd}), a borrowed or changed connection of a
 * watched {@link CountingDataSource}, a held lock. For {@code @RegisterExtension}; what is watched from within a test is
 * watched until its end. Tests that share one instance run one after the other.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    private static final String THREADS = "dbops-";
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    /** What is ending as the test ends gets this long. */
    private static final int ROUNDS = 100;

    private static final Duration ROUND = Duration.ofMillis(20);

    /** Something that may be left behind. */
    @FunctionalInterface
    public interface Search {
        /** What is there now and should not be, one sentence each. */
        List<String> leaks() throws Exception;
    }

    private final List<Search> always = new ArrayList<>();
    private final List<Search> thisTest = new ArrayList<>();
    private final Set<Thread> threadsBefore = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Sleeper sleeper;
    private boolean inTest;

    /** Watches threads. */
    public LeakCheck() {
        this(Sleeper.REAL);
    }

    LeakCheck(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Watches for open files below a directory. */
    public LeakCheck files(Path directory) {
        return watch(() -> openFiles(directory));
    }

    /** Watches for connections that are not given back, or not as they were. */
    public LeakCheck connections(CountingDataSource source) {
        return watch(() -> {
            List<String> leaks = new ArrayList<>(source.changes());
            if (source.out() > 0) {
                leaks.add(source.out() + " of " + source.borrowed() + " connections were not given back");
            }
            return leaks;
        });
    }

    /** Watches that a lock is free for whoever comes next. */
    public LeakCheck lock(SessionLock lock, DataSource connections, String name) {
        return watch(() -> {
            try (Connection connection = connections.getConnection()) {
                if (lock.tryAcquire(connection, name)) {
                    lock.release(connection, name);
                    return List.of();
                }
                return List.of("lock '" + name + "' is held by "
                        + lock.holder(connection, name).orElse("somebody"));
            }
        });
    }

    /** Watches something else. */
    public LeakCheck watch(Search search) {
        (inTest ? thisTest : always).add(search);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        threadsBefore.clear();
        threadsBefore.addAll(threads());
        inTest = true;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            List<String> leaks = leaks();
            for (int round = 0; !leaks.isEmpty() && round < ROUNDS; round++) {
                sleeper.sleep(ROUND);
                leaks = leaks();
            }
            if (!leaks.isEmpty()) {
                throw new AssertionError(context.getDisplayName() + " left behind: " + String.join("; ", leaks));
            }
        } finally {
            inTest = false;
            thisTest.clear();
        }
    }

    private List<String> leaks() throws Exception {
        List<String> leaks = new ArrayList<>();
        for (Thread thread : threads()) {
            if (!threadsBefore.contains(thread)) {
                leaks.add("thread " + thread.getName() + " is " + thread.getState());
            }
        }
        for (List<Search> searches : List.of(always, thisTest)) {
            for (Search search : searches) {
                leaks.addAll(search.leaks());
            }
        }
        return leaks;
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREADS))
                .toList();
    }

    private static List<String> openFiles(Path directory) throws IOException {
        List<String> open = new ArrayList<>();
        if (!Files.isDirectory(OPEN_FILES)) {
            return open;
        }
        Path real = directory.toRealPath();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path descriptor : descriptors) {
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(real)) {
                        open.add("file " + target + " is open");
                    }
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        return open;
    }
}
