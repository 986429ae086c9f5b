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
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: a running thread whose name begins with {@code dbops-}, an open file below a
 * watched directory (where the system shows open files in {@code /proc/self/fd}), a borrowed or changed connection of a
 * watched {@link CountingDataSource}, a held lock. For {@code @RegisterExtension}; what is watched from within a test is
 * watched until its end. Tests that share one instance run one after the other; of those that do not, and overlap, a thread fails
 * the last that can have left it: see {@link Leftovers}.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    /** Of all checks in this JVM: threads do not show whose they are. */
    private static final Leftovers THREADS = new Leftovers(Leftovers::threads);

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
    private final Sleeper sleeper;
    private Leftovers.@Nullable Run inTest;

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
        (inTest == null ? always : thisTest).add(search);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        inTest = THREADS.begin(context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Leftovers.Run run = Objects.requireNonNull(inTest, "beforeEach was not called");
        List<String> leaks;
        try {
            leaks = leaks(THREADS.peek(run));
            for (int round = 0; !leaks.isEmpty() && round < ROUNDS; round++) {
                sleeper.sleep(ROUND);
                leaks = leaks(THREADS.peek(run));
            }
        } finally {
            THREADS.end(run);
            inTest = null;
            thisTest.clear();
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind: " + String.join("; ", leaks));
        }
    }

    private List<String> leaks(List<Leftovers.Leak> threads) throws Exception {
        List<String> leaks = new ArrayList<>();
        threads.forEach(thread -> leaks.add(thread + " is running"));
        for (List<Search> searches : List.of(always, thisTest)) {
            for (Search search : searches) {
                leaks.addAll(search.leaks());
            }
        }
        return leaks;
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
