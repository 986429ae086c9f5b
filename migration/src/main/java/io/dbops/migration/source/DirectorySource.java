package io.dbops.migration.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts of a directory and of the directories in it. */
final class DirectorySource implements ScannedSource {

    private final Path directory;

    DirectorySource(Path directory) {
        this.directory = directory;
    }

    @Override
    public String description() {
        return "directory:" + directory;
    }

    @Override
    public Scan scan() {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw Locations.missing(description(), "it is no directory");
        }
        Scan scan = new Scan();
        try {
            if (Files.exists(directory)) {
                DirectoryFolder.list(directory).forEach(each -> scan.add(FoundScript.of(each.script())));
            }
        } catch (IOException e) {
            throw Locations.unreadable(description(), e);
        }
        return scan;
    }
}
