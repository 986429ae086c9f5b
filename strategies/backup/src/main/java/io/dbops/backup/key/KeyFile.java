package io.dbops.backup.key;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.file.Durable;
import io.dbops.backup.file.NewFile;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.KeyProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable SealedText sealed;

    private KeyFile(Path file, @Nullable SealedText sealed) {
        this.file = Objects.requireNonNull(file, "file");
        this.sealed = sealed;
    }

    /** The keys in that file, which is not touched before {@link #keys()} is called. */
    public static KeyFile at(Path file) {
        return new KeyFile(file, null);
    }

    /**
     * The same file when it is encrypted to a passphrase, as {@code age -p} does it; {@code age -i} asks for it. To open it takes about a
     * second and 256 MiB of heap, once for as long as the file does not change.
     *
     * @param passphrase gives a new array each time it is asked, which is erased after use
     */
    public KeyFile openedBy(Supplier<char[]> passphrase) {
        return new KeyFile(file, new SealedText(passphrase));
    }

    /** {@link #createOrRead(Path, SecureRandom)} with a new {@code SecureRandom}. */
    public static KeyFile createOrRead(Path file) {
        return createOrRead(file, new SecureRandom());
    }

    /**
     * The keys in that file; if it does not exist, it is made with a complete set of new keys. Of several callers at the same
     * moment one makes it and all return its keys. <b>Keep a copy of it away from
     * the backups</b>: without its identity nobody can read them.
     *
     * @throws DbOpsException of code {@code KEY} if the file can neither be read nor made
     */
    public static KeyFile createOrRead(Path file, SecureRandom random) {
        KeyFile keys = at(file);
        if (!Files.exists(file)) {
            try {
                keys.create(KeyGenerator.generate(random));
            } catch (FileAlreadyExistsException madeMeanwhile) {
                awaitDurable(file);
            }
        }
        keys.keys();
        return keys;
    }

    /** Who made the file at the same moment may not have forced its name to disk yet, and backups may be made with it. */
    private static void awaitDurable(Path file) {
        try {
            Durable.directory(NewFile.folder(file));
        } catch (IOException e) {
            throw cannotBeWritten(file, e);
        }
    }

    /**
     * Writes keys to a new file that only its owner may read, and forces it and its name to disk. The file appears complete or
     * not at all.
     *
     * @throws DbOpsException of code {@code KEY} if the file exists, if it cannot be written, or if a key is not of its
     *     form; {@code INTERRUPTED} if the thread was
     */
    public static KeyFile write(Path file, BackupKeys keys) {
        return write(at(file), keys);
    }

    /** {@link #write(Path, BackupKeys)}, encrypted to a passphrase: see {@link #openedBy}. */
    public static KeyFile write(Path file, BackupKeys keys, Supplier<char[]> passphrase) {
        return write(at(file).openedBy(passphrase), keys);
    }

    private static KeyFile write(KeyFile to, BackupKeys keys) {
        Path file = to.file;
        try {
            to.create(keys);
            return to;
        } catch (FileAlreadyExistsException e) {
            throw DbOpsException.of(
                            ErrorCode.KEY, "the key file " + file + " exists already; key files are never overwritten")
                    .hint("Choose another name, or move the old file away if no backup needs its keys any more.")
                    .cause(e)
                    .build();
        }
    }

    private void create(BackupKeys keys) throws FileAlreadyExistsException {
        String text = KeyFileText.format(keys);
        KeyFileText.parse(text, "the keys for " + file);
        try {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            NewFile.write(file, sealed == null ? bytes : sealed.seal(bytes, new SecureRandom()), ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw cannotBeWritten(file, e);
        }
    }

    private static DbOpsException cannotBeWritten(Path file, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return DbOpsException.of(ErrorCode.INTERRUPTED, "writing the key file " + file + " was interrupted")
                    .cause(cause)
                    .build();
        }
        return DbOpsException.of(ErrorCode.KEY, "the key file " + file + " cannot be written: " + cause)
                .hint("Choose a directory that exists, has hard links, and that this process may write to.")
                .cause(cause)
                .build();
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
                return KeyFileText.parse(
                        new String(opened(bytes), StandardCharsets.ISO_8859_1), "the key file " + file);
            }
        } catch (IOException e) {
            throw DbOpsException.of(ErrorCode.KEY, "the key file " + file + " cannot be read: " + e)
                    .hint("Check that it exists and that the user of this process owns it.")
                    .cause(e)
                    .build();
        }
    }

    private byte[] opened(byte[] bytes) throws IOException {
        String what = "the key file " + file;
        if (sealed != null) {
            return sealed.open(bytes, what);
        }
        if (SealedText.isSealed(bytes)) {
            throw SealedText.refused(
                    what + " is encrypted to a passphrase", "Give it: KeyFile.at(file).openedBy(passphrase).", null);
        }
        return bytes;
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
