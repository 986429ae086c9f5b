package io.dbops.backup.key;

import io.dbops.backup.BackupKeys;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.KeyProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Keys in one text file that is at the same time an identity file for {@code age -i}. It is read anew for each
 * operation, so a rotated file takes effect at the next one. Immutable, thread-safe.
 *
 * <p>Where files have POSIX permissions, one that its group or others may read, write or execute is refused; elsewhere
 * its protection is the caller's.
 */
public final class KeyFile implements KeyProvider {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int MAX_LENGTH = 1024 * 1024;

    private final Path file;

    private KeyFile(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    /** The keys in that file, which is not touched before {@link #keys()} is called. */
    public static KeyFile at(Path file) {
        return new KeyFile(file);
    }

    /** {@link #createOrRead(Path, SecureRandom)} with a new {@code SecureRandom}. */
    public static KeyFile createOrRead(Path file) {
        return createOrRead(file, new SecureRandom());
    }

    /**
     * The keys in that file; if it does not exist, it is made with a complete set of new keys. <b>Keep a copy of it away from
     * the backups</b>: without its identity nobody can read them.
     *
     * @throws DbOpsException of code {@code KEY} if the file can neither be read nor made
     */
    public static KeyFile createOrRead(Path file, SecureRandom random) {
        KeyFile keys = Files.exists(file) ? at(file) : write(file, KeyGenerator.generate(random));
        keys.keys();
        return keys;
    }

    /**
     * Writes keys to a new file that only its owner may read, and forces it to disk.
     *
     * @throws DbOpsException of code {@code KEY} if the file exists, if it cannot be written, or if a key is not of its
     *     form; a file that could not be completed is removed
     */
    public static KeyFile write(Path file, BackupKeys keys) {
        String text = KeyFileText.format(keys);
        KeyFileText.parse(text, "the keys for " + file);
        try (FileChannel channel = FileChannel.open(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file))) {
            writeFully(file, channel, text);
        } catch (FileAlreadyExistsException e) {
            throw DbOpsException.of(
                            ErrorCode.KEY, "the key file " + file + " exists already; key files are never overwritten")
                    .hint("Choose another name, or move the old file away if no backup needs its keys any more.")
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw DbOpsException.of(ErrorCode.KEY, "the key file " + file + " cannot be written")
                    .hint("Choose a directory that exists and that this process may write to.")
                    .cause(e)
                    .build();
        }
        return new KeyFile(file);
    }

    private static void writeFully(Path file, FileChannel channel, String text) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException cleanup) {
                e.addSuppressed(cleanup);
            }
            throw e;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /**
     * Reads the file.
     *
     * @throws DbOpsException of code {@code KEY} if it cannot be read, may be used by others than its owner, or is not
     *     a key file; the message names the line and never quotes it
     */
    @Override
    public BackupKeys keys() {
        try {
            checkProtected();
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
                if (bytes.length > MAX_LENGTH) {
                    throw DbOpsException.of(
                                    ErrorCode.KEY, "the key file " + file + " is larger than " + MAX_LENGTH + " bytes")
                            .hint("Name the key file itself.")
                            .build();
                }
                return KeyFileText.parse(new String(bytes, StandardCharsets.ISO_8859_1), "the key file " + file);
            }
        } catch (IOException e) {
            throw DbOpsException.of(ErrorCode.KEY, "the key file " + file + " cannot be read")
                    .hint("Check that it exists and that the user of this process owns it.")
                    .cause(e)
                    .build();
        }
    }

    private void checkProtected() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        boolean open =
                permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"));
        if (open) {
            throw DbOpsException.of(
                            ErrorCode.KEY,
                            "the key file " + file + " has permissions " + PosixFilePermissions.toString(permissions)
                                    + ", expected that only its owner may use it")
                    .hint("Run chmod 600 on it, and replace the keys if others may have read them.")
                    .build();
        }
    }

    @Override
    public String toString() {
        return "KeyFile[" + file + "]";
    }
}
