package io.dbops.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks an archive below one directory and nowhere else. Modes and symbolic links are kept; the owner is whoever
 * unpacks, for PostgreSQL refuses files that belong to somebody else.
 */
final class ArchiveUnpacker {
    private final Path target;

    ArchiveUnpacker(Path target) {
        this.target = target.toAbsolutePath().normalize();
    }

    /**
     * Unpacks a tar stream. Symbolic links that lead out of the target are left out: archives carry such remains of the
     * machine that built them.
     *
     * @throws IOException if an entry lies outside the target, or is neither file, directory nor link
     */
    void unpackTar(InputStream archive) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = inside(entry.getName());
            // isFile() is true of devices too, so that they have to be asked for.
            if (entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) {
                throw new IOException("archive entry " + entry.getName() + " is neither file, directory nor link");
            } else if (entry.isSymbolicLink()) {
                symbolicLink(path, entry.getLinkName());
            } else if (entry.isLink()) {
                hardLink(path, entry);
            } else if (entry.isDirectory()) {
                Files.createDirectories(path);
            } else {
                file(path, tar);
                Files.setPosixFilePermissions(path, permissions(entry.getMode()));
            }
        }
    }

    /**
     * Unpacks the entries of a zip file whose names start with {@code prefix}, without that prefix. Zip files made by
     * Java carry no modes.
     */
    void unpackZip(Path archive, String prefix) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (var entries = zip.getEntries(); entries.hasMoreElements(); ) {
                ZipArchiveEntry entry = entries.nextElement();
                if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
                    try (InputStream content = zip.getInputStream(entry)) {
                        file(inside(entry.getName().substring(prefix.length())), content);
                    }
                }
            }
        }
    }

    private void file(Path path, InputStream content) throws IOException {
        createParent(path);
        Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private void hardLink(Path path, TarArchiveEntry entry) throws IOException {
        Path original = inside(entry.getLinkName());
        if (!Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    "archive entry " + entry.getName() + " is a link to " + entry.getLinkName() + ", which is no file");
        }
        createParent(path);
        Files.createLink(path, original);
    }

    private void symbolicLink(Path path, String linkName) throws IOException {
        Path destination = path.resolveSibling(linkName).normalize();
        if (!Path.of(linkName).isAbsolute() && destination.startsWith(target)) {
            createParent(path);
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of(linkName));
        }
    }

    private static void createParent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    /** Where an entry goes. No parent may be a link: what lies behind it was never checked. */
    private Path inside(String name) throws IOException {
        Path path;
        try {
            path = target.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("archive entry " + name + " is no file name here", e);
        }
        if (!path.startsWith(target)) {
            throw new IOException("archive entry " + name + " lies outside the archive");
        }
        Path parent = target;
        for (Path part : target.relativize(path)) {
            if (Files.isSymbolicLink(parent)) {
                throw new IOException(
                        "archive entry " + name + " passes through the link " + target.relativize(parent));
            }
            parent = parent.resolve(part);
        }
        return path;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        // The constants are declared from the owner's read bit, 0400, down to everybody's execute bit, 0001.
        PosixFilePermission[] bits = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < bits.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(bits[i]);
            }
        }
        return permissions;
    }
}
