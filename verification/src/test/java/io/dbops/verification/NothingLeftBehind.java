package io.dbops.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails every test of this module that leaves a thread of DbOps, a connection, or an open file below the folder for temporary
 * files behind. All are told from outside, sockets and files as descriptors of this process, so that no data source need take
 * part, and after each run of each test, those that overlap included: see {@link Leftovers}.
 */
public final class NothingLeftBehind implements BeforeEachCallback, AfterEachCallback {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String THREADS = "dbops-";
    private static final Namespace NAMESPACE = Namespace.create(NothingLeftBehind.class);

    /** Of all tests: one that runs beside another must know of it. */
    private static final Leftovers LEFTOVERS = new Leftovers(NothingLeftBehind::open);

    private final Leftovers leftovers;

    /** For the service loader. */
    public NothingLeftBehind() {
        this(LEFTOVERS);
    }

    NothingLeftBehind(Leftovers leftovers) {
        this.leftovers = leftovers;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
        context.getStore(NAMESPACE).put(Leftovers.Run.class, leftovers.begin(name));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Leftovers.Run run = context.getStore(NAMESPACE).remove(Leftovers.Run.class, Leftovers.Run.class);
        List<String> leaks = new ArrayList<>();
        for (Leftovers.Leak leak : leftovers.end(run)) {
            leaks.add(leak + Sockets.described(leak.what()));
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind: " + String.join("; ", leaks));
        }
    }

    static List<String> testsUnderWay() {
        return LEFTOVERS.underWay();
    }

    static Set<String> open() throws IOException {
        Set<String> open = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(THREADS)) {
                open.add("thread " + thread.getName() + " (" + thread.getId() + ")");
            }
        }
        Set<String> kept = Sockets.keptByServers();
        for (String descriptor : Sockets.descriptors()) {
            boolean ours =
                    descriptor.startsWith("socket:") || Path.of(descriptor).startsWith(TEMPORARY);
            if (ours && !kept.contains(descriptor)) {
                open.add(descriptor);
            }
        }
        return open;
    }
}
