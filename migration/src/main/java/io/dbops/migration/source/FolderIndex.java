package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the index of a folder that is on disk. */
public final class FolderIndex {

    private FolderIndex() {}

    /** The resource that holds the index of a folder. */
    public static String resourceFor(String folder) {
        return MigrationIndex.resourceFor(folder);
    }

    /** The index's bytes; scripts that are no migrations, or none at all, are a {@code MIGRATION_INVALID} that names every fault. */
    public static byte[] of(Path root, String folder) {
        Path directory = root.resolve(folder);
        MigrationSettings settings = MigrationSettings.builder()
                .location(MigrationLocation.of(directory))
                .build();
        try (Definitions definitions = new MigrationResolver(settings).resolve()) {
            SortedMap<String, ScriptFacts> scripts = new TreeMap<>();
            ScriptFacts.Reader reader = new ScriptFacts.Reader();
            for (ListedScript listed : DirectoryFolder.list(directory)) {
                String name = listed.script().name();
                if (MigrationName.isScript(name)) {
                    scripts.put(plain(listed.path()), reader.read(listed.script(), MigrationName.isOwn(name)));
                }
            }
            return new MigrationIndex(folder, scripts).encode();
        } catch (IOException e) {
            throw Locations.unreadable("directory:" + directory, e);
        }
    }

    private static String plain(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw DbOpsException.of(ErrorCode.MIGRATION_INVALID, "the file name " + path + " holds a control character")
                    .hint("Rename the file.")
                    .build();
        }
        return path;
    }
}
