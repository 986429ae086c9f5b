package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which launcher serves which kind. */
final class Launchers {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(\\.\\d+)+)\\.jar$");

    private Launchers() {}

    /** The installation of a kind; empty where there is nothing to install. */
    static Optional<Installation> installation(ServerKind kind, ServerDirectories directories) {
        return kind.archive()
                .map(archive -> new Installation(
                        launcher(kind.family(), archive),
                        directories.archive(archive),
                        directories.servers(),
                        directories.runs(),
                        kind.name().toLowerCase(Locale.ROOT)));
    }

    private static Launcher launcher(Family family, String archive) {
        return switch (family) {
            case POSTGRESQL -> new PostgresqlLauncher();
            case MYSQL -> new MysqlLauncher();
            case MARIADB -> new MariadbLauncher(version(archive));
            case H2 -> throw new IllegalArgumentException("H2 is a library and not launched");
        };
    }

    private static String version(String archive) {
        Matcher matcher = VERSION.matcher(archive);
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected a version at the end of " + archive);
        }
        return matcher.group(1);
    }
}
