package io.dbops.backup.store;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What a failure of the file system means: some pass, some wait for a person. */
final class StoreFailures {

    private StoreFailures() {}

    static DbOpsException of(Path root, String what, IOException cause) {
        return DbOpsException.of(codeOf(root, cause), what + ": " + cause)
                .hint("Check that the directory is there, readable, writable and not full.")
                .cause(cause)
                .build();
    }

    /**
     * Fails when something is missing because the root is no directory and can be none: newer Java versions tell a file in
     * the place of a folder as a missing one.
     */
    static void requirePlace(Path root, String what, NoSuchFileException missing) {
        Path nearest = nearest(root);
        if (!Files.isDirectory(nearest)) {
            throw of(root, what, missing);
        }
    }

    private static Path nearest(Path root) {
        Path nearest = root;
        while (nearest.getParent() != null && !Files.exists(nearest, LinkOption.NOFOLLOW_LINKS)) {
            nearest = nearest.getParent();
        }
        return nearest;
    }

    private static ErrorCode codeOf(Path root, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return ErrorCode.INTERRUPTED;
        }
        boolean permanent = cause instanceof AccessDeniedException
                || cause instanceof NotDirectoryException
                || cause instanceof FileSystemLoopException
                || !canHoldObjects(root);
        return permanent ? ErrorCode.STORE_REFUSED : ErrorCode.STORE;
    }

    /** The exceptions themselves tell the rest in the words of the operating system only, so the place is looked at. */
    private static boolean canHoldObjects(Path root) {
        Path nearest = nearest(root);
        try {
            return Files.isDirectory(nearest) && !Files.getFileStore(nearest).isReadOnly();
        } catch (IOException e) {
            return true; // a place that cannot even be asked may come back
        }
    }
}
