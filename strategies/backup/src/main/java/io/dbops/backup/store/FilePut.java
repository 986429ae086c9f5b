package io.dbops.backup.store;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore.Content;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One object on its way into the directory; used once. */
final class FilePut {

    private final Path root;
    private final DurableDirectories directories;
    private final ObjectKey key;
    private final Path target;
    private final Consumer<StoreStep> steps;

    FilePut(Path root, DurableDirectories directories, ObjectKey key, Path target, Consumer<StoreStep> steps) {
        this.root = root;
        this.directories = directories;
        this.key = key;
        this.target = target;
        this.steps = steps;
    }

    /** IOException is only ever the content's own; failures of the file system are DbOpsExceptions. */
    ObjectInfo run(Content content) throws IOException {
        Path temporary = createTemporary();
        try {
            long size = write(temporary, content);
            steps.accept(StoreStep.TEMPORARY_DURABLE);
            link(temporary);
            return confirm(size);
        } finally {
            discard(temporary);
        }
    }

    private Path createTemporary() {
        try {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw occupied(null);
            }
            Path folder = root.resolve(FileSystemStore.TEMPORARY);
            directories.create(folder);
            return Files.createTempFile(folder, "put", ".part");
        } catch (IOException e) {
            throw failure("a temporary file cannot be made", e);
        }
    }

    private long write(Path temporary, Content content) throws IOException {
        try (FileChannel channel = open(temporary)) {
            steps.accept(StoreStep.TEMPORARY_OPEN);
            Counted out = new Counted(channel);
            content.writeTo(out);
            sync(channel, out.count);
            return out.count;
        }
    }

    private FileChannel open(Path temporary) {
        try {
            return FileChannel.open(temporary, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failure("the temporary file cannot be opened", e);
        }
    }

    private void sync(FileChannel channel, long written) {
        try {
            if (channel.size() != written) {
                throw DbOpsException.of(
                                ErrorCode.STORE,
                                "object " + key + ": " + written + " bytes were written, the file holds "
                                        + channel.size())
                        .build();
            }
            channel.force(true);
        } catch (IOException e) {
            throw failure("it cannot be made durable", e);
        }
    }

    private void link(Path temporary) {
        try {
            directories.create(parent(target));
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw occupied(e);
        } catch (UnsupportedOperationException e) {
            throw DbOpsException.of(ErrorCode.UNSUPPORTED, "the file system of " + root + " has no hard links")
                    .hint("Keep backups on a file system with hard links.")
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw failure("it cannot be linked to its name", e);
        }
        steps.accept(StoreStep.LINKED);
    }

    /** From here on the key exists: should its durability fail, it is taken back, so that the caller's view holds. */
    private ObjectInfo confirm(long size) {
        try {
            directories.sync(parent(target));
            return new ObjectInfo(
                    key, Files.size(target), Files.getLastModifiedTime(target).toInstant());
        } catch (IOException e) {
            DbOpsException failure = failure("its directory cannot be made durable after " + size + " bytes", e);
            try {
                Files.deleteIfExists(target);
            } catch (IOException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "an absolute path below the root has a parent");
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftOver) {
            return; // never listed; the object is complete under its key, or its failure is already on its way
        }
    }

    private DbOpsException occupied(@Nullable Throwable cause) {
        return DbOpsException.of(ErrorCode.STORE_KEY_EXISTS, "object " + key + " already exists in directory " + root)
                .cause(cause)
                .build();
    }

    private DbOpsException failure(String what, IOException cause) {
        return StoreFailures.of(root, "object " + key + " was not stored in directory " + root + ": " + what, cause);
    }

    /** Counts, and turns failures of the file into store errors, which no content can mistake for its own. */
    private final class Counted extends OutputStream {
        private final FileChannel channel;
        private long count;

        Counted(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (buffer.hasRemaining()) {
                    count += channel.write(buffer);
                }
            } catch (IOException e) {
                throw failure("writing failed after " + count + " bytes", e);
            }
        }
    }
}
