package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes sources of the locations that the builder was given. */
public final class Locations {

    private static final String CLASSPATH = "classpath:";
    private static final String DIRECTORY = "directory:";

    private Locations() {}

    /** The sources for the locations, then the sources given as such. No I/O. */
    public static List<MigrationSource> sources(MigrationSettings settings) {
        List<MigrationSource> sources = new ArrayList<>();
        for (String location : settings.locations()) {
            sources.add(
                    location.startsWith(CLASSPATH)
                            ? new ClasspathSource(location.substring(CLASSPATH.length()), settings.classLoader())
                            : new DirectorySource(Path.of(location.substring(DIRECTORY.length()))));
        }
        sources.addAll(settings.sources());
        return sources;
    }

    static DbOpsException missing(String location, String why) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "no migrations in " + location + ": " + why)
                .hint("Check the location; on the module path the package must be open to be read.")
                .build();
    }

    static DbOpsException unreadable(String location, Exception cause) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "cannot list " + location)
                .hint("Check that the jar or directory is readable.")
                .cause(cause)
                .build();
    }
}
