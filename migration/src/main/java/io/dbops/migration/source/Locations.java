package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sources of the locations that the builder was given. */
public final class Locations {

    private Locations() {}

    /** The sources for the locations, then the sources given as such. No I/O. */
    public static List<MigrationSource> sources(MigrationSettings settings) {
        List<MigrationSource> sources = new ArrayList<>();
        settings.locations().forEach(location -> sources.add(source(location, settings.classLoader())));
        sources.addAll(settings.sources());
        return sources;
    }

    private static MigrationSource source(MigrationLocation location, ClassLoader loader) {
        if (location.kind() == MigrationLocation.Kind.DIRECTORY) {
            return new DirectorySource(Path.of(location.folder()));
        }
        return location.module().isPresent()
                ? new ModuleSource(location.module().get(), location.folder())
                : new ClasspathSource(location.folder(), location.classLoader().orElse(loader));
    }

    /**
     * Takes a folder's files: with what its index says, or without when there is none or it is not of these files.
     *
     * @param where names the index
     * @param index its bytes; {@code null} when there is none
     */
    static void take(List<ListedScript> files, String where, byte @Nullable [] index, String folder, Scan scan) {
        if (index != null) {
            IndexedPlace place = IndexedPlace.of(where, index, folder, files);
            scan.add(place);
            String stale = place.glance();
            if (stale.isEmpty()) {
                place.indexed().forEach(scan::add);
                return;
            }
            scan.warn("the index " + where + " is stale and was left aside, so every script was read: " + stale);
        }
        files.forEach(each -> scan.add(FoundScript.of(each.script())));
    }

    /** The names of all files in a directory and in those in it, but for hidden ones. */
    public static List<String> fileNames(Path directory) throws IOException {
        return DirectoryFolder.list(directory).stream()
                .map(each -> each.script().name())
                .toList();
    }

    static DbOpsException missing(String location, String why) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "no migrations in " + location + ": " + why)
                .hint(
                        "Check the location; a folder of a named module is found through a class of it as anchor; where there may"
                                + " be none, call allowNoMigrations().")
                .build();
    }

    static DbOpsException unreadable(String location, Exception cause) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "cannot list " + location)
                .hint("Check that the jar or directory is readable.")
                .cause(cause)
                .build();
    }
}
