package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files in a directory and in the directories in it. Links are followed; one that leads nowhere or in a circle is an error. What
 * begins with a dot is left out.
 */
final class DirectoryFolder {

    private final Path directory;
    private final List<ListedScript> found = new ArrayList<>();

    private DirectoryFolder(Path directory) {
        this.directory = directory;
    }

    /** The files, in no order. */
    static List<ListedScript> list(Path directory) throws IOException {
        DirectoryFolder folder = new DirectoryFolder(directory);
        folder.look(directory, List.of());
        return folder.found;
    }

    /** @param above the real paths of the directories that this one is in; empty until one is reached through another */
    private void look(Path some, List<Path> above) throws IOException {
        List<Path> here = new ArrayList<>(above);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(some)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (ListedScript.isHidden(name)) {
                    continue;
                }
                // what is called as a script is taken for a file: to ask would take as long as to read it
                if (MigrationName.isScript(name)) {
                    found.add(ListedScript.of(relative(some, entry, name), new PathScript(entry, name)));
                } else if (Files.isDirectory(entry)) {
                    if (here.size() == above.size()) {
                        here.add(some.toRealPath());
                    }
                    if (here.contains(entry.toRealPath())) {
                        throw broken(entry, "leads in a circle");
                    }
                    look(entry, here);
                } else if (Files.isRegularFile(entry)) {
                    found.add(ListedScript.of(relative(some, entry, name), new PathScript(entry, name)));
                } else if (Files.isSymbolicLink(entry)) {
                    throw broken(entry, "leads nowhere");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private String relative(Path in, Path file, String name) {
        return in.equals(directory)
                ? name
                : directory
                        .relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
    }

    static DbOpsException broken(Path link, String how) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "the link " + link + " " + how)
                .hint("Mend or remove the link.")
                .build();
    }
}
