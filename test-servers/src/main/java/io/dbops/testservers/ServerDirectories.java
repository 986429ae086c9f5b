package io.dbops.testservers;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Where the archives are and the servers are unpacked: the {@code target} directory of this module, whichever module's
 * tests run.
 */
final class ServerDirectories {
    private static final String PROPERTY = "dbops.testservers.dir";

    private final Path target;

    ServerDirectories(Path target) {
        this.target = target.toAbsolutePath().normalize();
    }

    /**
     * Derived from where our classes are, {@code target/classes} or {@code target/*.jar}, unless the property says
     * otherwise.
     */
    static ServerDirectories ofThisModule() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new ServerDirectories(Path.of(property));
        }
        CodeSource source = ServerDirectories.class.getProtectionDomain().getCodeSource();
        try {
            return new ServerDirectories(
                    targetAbove(Path.of(source.getLocation().toURI())));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("set -D" + PROPERTY + ": no path in " + source.getLocation(), e);
        }
    }

    /** A build profile may put its classes deeper below {@code target}; the servers are the same for all. */
    static Path targetAbove(Path classes) {
        for (Path path = classes.getParent(); path != null; path = path.getParent()) {
            if (path.endsWith("target")) {
                return path;
            }
        }
        return classes.resolveSibling("");
    }

    Path archive(String fileName) {
        return target.resolve("archives").resolve(fileName);
    }

    Path servers() {
        return target.resolve("servers");
    }

    /** Where servers have their data while they run, each JVM's in a directory of its own. */
    Path runs() {
        return RunDirectory.inMemoryOr(servers().resolve("run"));
    }
}
