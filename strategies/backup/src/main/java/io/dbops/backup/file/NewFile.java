package io.dbops.backup.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import org.jspecify.annotations.Nullable;

/** Makes small files that appear under their name whole and durable, or not at all, and never over another. */
public final class NewFile {

    private NewFile() {}

    /**
     * Writes the bytes beside the name, forces them to disk, links them to the name and forces the directory. Of several that
     * make the same file at once, one succeeds, and the others meet its whole content.
     *
     * @param attributes of the file, from its first moment
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     * @throws FileSystemException with a reason where the file system has no hard links
     */
    public static void write(Path target, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        Path folder = folder(target);
        Path temporary = Files.createTempFile(folder, "." + target.getFileName() + "-", ".tmp", attributes);
        @Nullable IOException failure = null;
        try {
            fill(temporary, bytes);
            link(target, temporary);
            Durable.directory(folder);
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            discard(temporary, failure);
        }
    }

    /** The directory that holds the file. */
    public static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("not the name of a file: " + file);
        }
        return folder;
    }

    private static void fill(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void link(Path target, Path temporary) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (UnsupportedOperationException e) {
            FileSystemException failure =
                    new FileSystemException(target.toString(), null, "its file system has no hard links");
            failure.initCause(e);
            throw failure;
        }
    }

    private static void discard(Path temporary, @Nullable IOException failure) throws IOException {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }
}
