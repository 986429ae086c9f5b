package io.dbops.testservers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The servers of this JVM. Each kind is started at most once, when a test first asks for it, is shared by all tests,
 * and stops with the JVM, however that ends. Thread-safe; different kinds start in parallel.
 *
 * <p>A server that is named by {@code DBOPS_<KIND>_URL} (such as {@code DBOPS_POSTGRESQL_14_URL}), or by
 * {@code DBOPS_<PRODUCT>_URL} if it has the version of that kind or none that we know, is used instead of one of ours;
 * {@code _USER} and {@code _PASSWORD} go with it. {@code DBOPS_REQUIRED_SERVERS} lists the kinds that must not be
 * missing. All of these are looked up among the system properties, then in the environment.
 */
public final class TestServers {
    private static final Registry REGISTRY = new Registry(Settings.ofThisJvm(), ServerDirectories.ofThisModule());

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(REGISTRY::stop, "stop test servers"));
    }

    private TestServers() {}

    /**
     * The shared server of a kind, started if it is not yet.
     *
     * @throws ServerUnavailableException if it cannot run here or did not start, each time with the same reason
     */
    public static DatabaseServer server(ServerKind kind) {
        return REGISTRY.server(kind);
    }

    /**
     * Starts a server for one test alone, which closes it. Its data directory is a copy: PostgreSQL's system identifier
     * is that of every other copy.
     *
     * @param arguments more arguments for the server's command line, after ours, such as {@code -c}, {@code fsync=on}
     * @throws ServerUnavailableException if it cannot run here or did not start; a server that the environment names is
     * never private
     */
    public static DatabaseServer startPrivate(ServerKind kind, String... arguments) {
        return REGISTRY.startPrivate(kind, List.of(arguments));
    }

    /**
     * Whether a kind can run here, and why not. Does not start it, but unpacks it and sees that its program runs.
     *
     * @throws ServerUnavailableException if it cannot, and is required
     */
    public static Availability availability(ServerKind kind) {
        return REGISTRY.availability(kind);
    }

    /** The kinds that can run here, in their order; see {@link #availability}. */
    public static List<ServerKind> available() {
        List<ServerKind> kinds = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            if (availability(kind).available()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** The kinds that {@code DBOPS_REQUIRED_SERVERS} lists. */
    public static Set<ServerKind> required() {
        return REGISTRY.required();
    }

    /** Which ports of this JVM are those of connections that the servers here keep for themselves, and no test's. */
    public static Set<Integer> clientPorts() {
        return REGISTRY.clientPorts();
    }

    /** One line for each kind that a test asked for: what was started, where and how fast, or why it could not be. */
    public static List<String> report() {
        return REGISTRY.report();
    }
}
