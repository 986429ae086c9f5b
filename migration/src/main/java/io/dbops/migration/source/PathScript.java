package io.dbops.migration.source;

import io.dbops.spi.ScriptResource;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A script that is a file. */
record PathScript(Path path, String name) implements ScriptResource {

    @Override
    public String location() {
        return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
        try {
            // of the default file system the plain stream: faster by a third than a channel's, and no interrupt closes
            // it
            return path.getFileSystem().equals(FileSystems.getDefault())
                    ? new FileInputStream(path.toFile())
                    : Files.newInputStream(path);
        } catch (FileNotFoundException | NoSuchFileException e) {
            if (Files.isSymbolicLink(path) && !Files.exists(path)) {
                throw DirectoryFolder.broken(path, "leads nowhere");
            }
            if (Files.isDirectory(path)) {
                throw new IOException(path + " is a directory that is called as a script is", e);
            }
            throw e;
        }
    }
}
