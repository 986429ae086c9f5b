package io.dbops.backup.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Directories of one store whose own names survive a power cut. That a directory is there does not prove it: another thread or
 * process may have made it just now. So the name of each, and of each above it, is forced to disk once by every store.
 * Thread-safe.
 */
final class DurableDirectories {

    /** Forces the entries of a directory to disk. */
    @FunctionalInterface
    interface Sync {
        void directory(Path directory) throws IOException;
    }

    private final Path root;
    private final Sync sync;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    DurableDirectories(Path root, Sync sync) {
        this.root = root;
        this.sync = sync;
    }

    /** When it returns, the directory is there, and durably. */
    void create(Path directory) throws IOException {
        Deque<Path> uncertain = new ArrayDeque<>();
        for (Path at = directory; at.getParent() != null && !isKnown(at); at = FilePut.parent(at)) {
            uncertain.push(at);
        }
        for (Path each : uncertain) {
            boolean made = make(each);
            force(each, made);
            durable.add(each);
        }
    }

    /** Forces the names of files in it. */
    void sync(Path directory) throws IOException {
        sync.directory(directory);
    }

    private boolean isKnown(Path directory) {
        return durable.contains(directory) && Files.isDirectory(directory);
    }

    private static boolean make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return false;
        }
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            return false;
        }
    }

    /** A folder above the store that this process may not open is not one in which it, or its like, makes directories. */
    private void force(Path directory, boolean made) throws IOException {
        try {
            sync.directory(FilePut.parent(directory));
        } catch (AccessDeniedException e) {
            if (made || directory.startsWith(root)) {
                throw e;
            }
        }
    }
}
