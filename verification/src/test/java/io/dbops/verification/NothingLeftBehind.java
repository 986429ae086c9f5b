package io.dbops.verification;

import io.dbops.testkit.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    /** What is ending as a test ends gets two seconds. */
    private static final int ROUNDS = 100;

    private static final int ROUND_MILLIS = 20;
    private static final Namespace NAMESPACE = Namespace.create(NothingLeftBehind.class);

    /** Of all tests: one that runs beside another must know of it. */
    private static final Leftovers LEFTOVERS = new Leftovers(NothingLeftBehind::open);

    private final Leftovers leftovers;
    private final int rounds;

    /** For the service loader. */
    public NothingLeftBehind() {
        this(LEFTOVERS, ROUNDS);
    }

    NothingLeftBehind(Leftovers leftovers, int rounds) {
        this.leftovers = leftovers;
        this.rounds = rounds;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
        context.getStore(NAMESPACE).put(Leftovers.Run.class, leftovers.begin(name));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Leftovers.Run run = context.getStore(NAMESPACE).remove(Leftovers.Run.class, Leftovers.Run.class);
        for (int round = 0; round < rounds && !leftovers.peek(run).isEmpty(); round++) {
            Thread.sleep(ROUND_MILLIS);
        }
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
        Set<String> open = Leftovers.threads();
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
