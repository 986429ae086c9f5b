package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * The files in a directory and in the directories in it. Links are followed; one that leads nowhere or in a circle is an error. What
 * begins with a dot is left out.
 */
final class DirectoryFolder extends SimpleFileVisitor<Path> {

    private final Path directory;
    private final List<ListedScript> found = new ArrayList<>();

    private DirectoryFolder(Path directory) {
        this.directory = directory;
    }

    /** The files, in no order. */
    static List<ListedScript> list(Path directory) throws IOException {
        DirectoryFolder folder = new DirectoryFolder(directory);
        Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, folder);
        return folder.found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path some, BasicFileAttributes attributes) {
        return some.equals(directory) || !isHidden(some) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (isHidden(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isSymbolicLink()) {
            throw broken(file, "leads nowhere");
        }
        if (attributes.isRegularFile()) {
            found.add(ListedScript.of(relative(file), new PathScript(file)));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (isHidden(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (failure instanceof FileSystemLoopException) {
            throw broken(file, "leads in a circle");
        }
        throw failure;
    }

    private String relative(Path file) {
        String name = String.valueOf(file.getFileName());
        Path parent = file.getParent();
        if (parent == null || parent.equals(directory)) {
            return name;
        }
        return directory
                .relativize(file)
                .toString()
                .replace(file.getFileSystem().getSeparator(), "/");
    }

    private static boolean isHidden(Path path) {
        return ListedScript.isHidden(String.valueOf(path.getFileName()));
    }

    private static DbOpsException broken(Path link, String how) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "the link " + link + " " + how)
                .hint("Mend or remove the link.")
                .build();
    }
}
