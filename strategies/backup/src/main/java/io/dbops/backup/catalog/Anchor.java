package io.dbops.backup.catalog;

import io.dbops.backup.file.Durable;
import io.dbops.backup.file.NewFile;
import io.dbops.backup.manifest.AnchorFile;
import io.dbops.backup.manifest.AnchorFile.Anchored;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, outside of the repository, the newest backup that was seen in it: whoever puts an older state of the repository in its
 * place, in which everything is signed and fits, is found out by that. Thread-safe.
 */
public final class Anchor {

    private final @Nullable Path file;

    private Anchor(@Nullable Path file) {
        this.file = file;
    }

    /** Remembers nothing. */
    public static Anchor none() {
        return new Anchor(null);
    }

    public static Anchor at(Path file) {
        return new Anchor(file.toAbsolutePath());
    }

    /** What is wrong if the backup that was seen is not there any more; it may have been removed. */
    Optional<String> fault(CatalogScan scan) {
        Optional<Anchored> seen = read();
        return seen.isEmpty() || isThere(seen.get(), scan)
                ? Optional.empty()
                : Optional.of(
                        "backup " + seen.get().label() + ", the " + seen.get().sequence() + "th of repository "
                                + seen.get().repository() + ", was seen here, as " + file
                                + " says, is not there, and nobody removed it: an older state of the repository or another one was put in"
                                + " its place; put it back, or delete the anchor once it is known why");
    }

    private static boolean isThere(Anchored seen, CatalogScan scan) {
        return scan.entries().stream()
                        .anyMatch(each -> each.manifest().label().equals(seen.label())
                                && each.manifest().repository().equals(seen.repository())
                                && each.sha256().equals(seen.manifest()))
                || scan.removed().stream()
                        .anyMatch(each -> each.removal().label().equals(seen.label())
                                && each.removal().repository().equals(seen.repository())
                                && each.removal().manifest().equals(seen.manifest()));
    }

    /** Remembers a backup, unless a newer one is remembered. */
    synchronized void remember(Anchored newest) {
        if (file == null
                || read().filter(seen -> seen.sequence() >= newest.sequence()).isPresent()) {
            return;
        }
        try {
            Path folder = NewFile.folder(file);
            Path temporary = Files.createTempFile(folder, "." + file.getFileName() + "-", ".tmp");
            try {
                Files.write(temporary, AnchorFile.write(newest));
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Durable.directory(folder);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unusable("cannot be written", e);
        }
    }

    private Optional<Anchored> read() {
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(AnchorFile.read("anchor " + file, in.readNBytes(AnchorFile.MAX_SIZE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable("cannot be read", e);
        }
    }

    private DbOpsException unusable(String how, IOException cause) {
        return DbOpsException.of(ErrorCode.CONFIGURATION, "the anchor " + file + " " + how)
                .hint("Name a file in a directory that exists and that this process may write to.")
                .cause(cause)
                .build();
    }
}
