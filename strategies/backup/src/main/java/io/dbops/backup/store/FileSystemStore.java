package io.dbops.backup.store;

import io.dbops.backup.file.Durable;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps objects as files below a directory, which is made at the first {@code put}. An object appears under its key whole and
 * durable, or not at all: temporary file, length check, fsync, hard link (which never overwrites), fsync of the directories.
 * Needs a file system with hard links. Symbolic links below the root are refused. Thread-safe; several processes may use
 * one directory.
 */
public final class FileSystemStore implements BackupStore {

    static final String TEMPORARY = ".tmp";

    private final Path root;
    private final DurableDirectories directories;
    private final Consumer<StoreStep> steps;

    private FileSystemStore(Path directory, DurableDirectories.Sync sync, Consumer<StoreStep> steps) {
        this.root = directory.toAbsolutePath().normalize();
        this.directories = new DurableDirectories(root, sync);
        this.steps = steps;
    }

    /** The store in that directory. No I/O. */
    public static FileSystemStore at(Path directory) {
        return new FileSystemStore(directory, Durable::directory, step -> {});
    }

    static FileSystemStore at(Path directory, Consumer<StoreStep> steps) {
        return new FileSystemStore(directory, Durable::directory, steps);
    }

    static FileSystemStore syncing(Path directory, DurableDirectories.Sync sync) {
        return new FileSystemStore(directory, sync, step -> {});
    }

    @Override
    public String description() {
        return "directory " + root;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
        Path target = pathOf(key);
        return new FilePut(root, directories, key, target, steps).run(content);
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        Path file = pathOf(key);
        try {
            regularFile(key, file);
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            StoreFailures.requirePlace(root, "object " + key + " cannot be read from " + description(), e);
            throw DbOpsException.of(ErrorCode.STORE_KEY_MISSING, "object " + key + " is not in " + description())
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw failure("object " + key + " cannot be read from " + description(), e);
        }
    }

    @Override
    public Optional<ObjectInfo> find(ObjectKey key) {
        Path file = pathOf(key);
        try {
            return Optional.of(info(key, regularFile(key, file)));
        } catch (NoSuchFileException e) {
            StoreFailures.requirePlace(root, "object " + key + " cannot be looked up in " + description(), e);
            return Optional.empty();
        } catch (IOException e) {
            throw failure("object " + key + " cannot be looked up in " + description(), e);
        }
    }

    @Override
    public List<ObjectInfo> list(String prefix) {
        List<ObjectInfo> found = new ArrayList<>();
        Optional<Path> start = folderOf(prefix);
        if (start.isEmpty()) {
            return found;
        }
        try {
            // Follows a link for the root only: below it a link was refused already.
            Files.readAttributes(start.get(), BasicFileAttributes.class);
            Files.walkFileTree(start.get(), new Listing(prefix, found));
        } catch (NoSuchFileException e) {
            StoreFailures.requirePlace(root, "objects '" + prefix + "*' cannot be listed in " + description(), e);
            return found; // only this means that there is nothing: a folder that cannot be looked at may hold backups
        } catch (IOException e) {
            throw failure("objects '" + prefix + "*' cannot be listed in " + description(), e);
        }
        found.sort(Comparator.comparing(ObjectInfo::key));
        return found;
    }

    @Override
    public void delete(ObjectKey key) {
        Path file = pathOf(key);
        try {
            // A directory leads to the objects of other keys; under its own name there is none.
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(file)) {
                directories.sync(FilePut.parent(file));
            }
        } catch (IOException e) {
            throw failure("object " + key + " cannot be deleted from " + description(), e);
        }
    }

    @Override
    public String toString() {
        return description();
    }

    private DbOpsException failure(String what, IOException cause) {
        return StoreFailures.of(root, what, cause);
    }

    /** The innermost directory that holds all keys with that prefix; none if no key can begin like it. */
    private Optional<Path> folderOf(String prefix) {
        int slash = prefix.lastIndexOf('/');
        if (slash < 0) {
            return Optional.of(root);
        }
        ObjectKey folder;
        try {
            folder = ObjectKey.of(prefix.substring(0, slash));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
        return Optional.of(pathOf(folder));
    }

    /** The key below the root; a key cannot leave it, and neither may a link on the way. */
    private Path pathOf(ObjectKey key) {
        Path path = root;
        for (String segment : key.value().split("/")) {
            if (path.equals(root) && segment.equalsIgnoreCase(TEMPORARY)) {
                throw DbOpsException.of(ErrorCode.STORE_KEY_EXISTS, "key " + key + " is reserved for unfinished files")
                        .build();
            }
            path = path.resolve(segment);
            if (Files.isSymbolicLink(path)) {
                throw DbOpsException.of(
                                ErrorCode.INTEGRITY,
                                "object " + key + " is behind the symbolic link " + path + ", which is not followed")
                        .hint("Move the link's target into the directory of the backups.")
                        .build();
            }
        }
        return path;
    }

    private static BasicFileAttributes regularFile(ObjectKey key, Path file) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (facts.isDirectory()) {
            throw new NoSuchFileException(file.toString(), null, "is a directory");
        }
        if (!facts.isRegularFile()) {
            throw DbOpsException.of(ErrorCode.INTEGRITY, "object " + key + " is not a regular file: " + file)
                    .build();
        }
        return facts;
    }

    private static ObjectInfo info(ObjectKey key, BasicFileAttributes facts) {
        return new ObjectInfo(key, facts.size(), facts.lastModifiedTime().toInstant());
    }

    /** Collects regular files whose key begins with the prefix; what cannot be a key is not ours and is passed over. */
    private final class Listing extends SimpleFileVisitor<Path> {
        private final String prefix;
        private final List<ObjectInfo> found;

        Listing(String prefix, List<ObjectInfo> found) {
            this.prefix = prefix;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
            String key = keyOf(directory);
            boolean leadsThere = key.isEmpty() || (key + "/").startsWith(prefix) || prefix.startsWith(key + "/");
            boolean temporary = key.equalsIgnoreCase(TEMPORARY);
            return leadsThere && !temporary ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            String key = keyOf(file);
            if (facts.isRegularFile() && key.startsWith(prefix)) {
                try {
                    found.add(info(ObjectKey.of(key), facts));
                } catch (IllegalArgumentException notAKey) {
                    return FileVisitResult.CONTINUE;
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // deleted, or renamed into place, while we looked
            }
            throw failure;
        }

        private String keyOf(Path path) {
            StringBuilder key = new StringBuilder();
            if (!path.equals(root)) {
                root.relativize(path)
                        .forEach(segment -> key.append(key.isEmpty() ? "" : "/").append(segment));
            }
            return key.toString();
        }
    }
}
