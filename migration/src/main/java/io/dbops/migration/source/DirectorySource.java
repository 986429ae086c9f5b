package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of a directory and of the directories in it. None is an error. */
final class DirectorySource implements MigrationSource {

    private final Path directory;

    DirectorySource(Path directory) {
        this.directory = directory;
    }

    @Override
    public String description() {
        return "directory:" + directory;
    }

    @Override
    public List<ScriptResource> scripts() {
        if (!Files.isDirectory(directory)) {
            throw Locations.missing(description(), "it is no directory");
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            List<ScriptResource> scripts = paths.filter(Files::isRegularFile)
                    .<ScriptResource>map(PathScript::new)
                    .toList();
            if (scripts.isEmpty()) {
                throw Locations.missing(description(), "it holds no file");
            }
            return scripts;
        } catch (IOException | UncheckedIOException e) {
            throw DbOpsException.of(ErrorCode.MIGRATION_INVALID, "cannot list " + description())
                    .hint("Check the directory's permissions.")
                    .cause(e)
                    .build();
        }
    }

    @Override
    public List<JavaMigration> javaMigrations() {
        return List.of();
    }
}
