package io.dbops.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveUnpackerTest {
    @TempDir
    private Path directory;

    private Path target;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    @BeforeEach
    void createTarget() throws IOException {
        target = Files.createDirectory(directory.resolve("target"));
    }

    @Test
    void contentModesAndLinksAreKeptAndTheOwnerIsWhoeverUnpacks() throws IOException {
        entry("bin/run", "#!/bin/sh", entry -> {
            entry.setMode(0750);
            entry.setIds(12345, 12345);
        });
        entry("share/text", "text", entry -> entry.setMode(0640));
        link("bin/start", "run", TarConstants.LF_SYMLINK);
        link("share/again", "share/text", TarConstants.LF_LINK);
        unpack();

        assertThat(target.resolve("bin/run")).hasContent("#!/bin/sh");
        assertThat(permissions("bin/run")).isEqualTo("rwxr-x---");
        assertThat(permissions("share/text")).isEqualTo("rw-r-----");
        assertThat(Files.readSymbolicLink(target.resolve("bin/start"))).isEqualTo(Path.of("run"));
        assertThat(target.resolve("share/again")).hasContent("text");
        assertThat(Files.getOwner(target.resolve("bin/run"))).isEqualTo(Files.getOwner(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../outside", "bin/../../outside", "a/b/../../../outside", "../target-but-not-quite/outside"})
    void aFileThatWouldLieOutsideIsRefused(String name) throws IOException {
        entry(name, "evil", entry -> {});
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining(name);
        assertThat(directory).isDirectoryNotContaining("glob:**outside");
    }

    @Test
    void anAbsoluteNameIsRefusedOrTakenAsRelativeButNeverFollowed() throws IOException {
        Path outside = directory.resolve("outside");
        TarArchiveEntry absolute = new TarArchiveEntry(outside.toString(), true);
        absolute.setSize(4);
        tar.putArchiveEntry(absolute);
        tar.write("evil".getBytes(StandardCharsets.US_ASCII));
        tar.closeArchiveEntry();
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("outside");
        assertThat(outside).doesNotExist();
    }

    @Test
    void linksThatLeadOutsideAreLeftOut() throws IOException {
        link("absolute", "/etc", TarConstants.LF_SYMLINK);
        link("relative", "../..", TarConstants.LF_SYMLINK);
        unpack();
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aFileIsNotWrittenThroughALink() throws IOException {
        Files.createSymbolicLink(target.resolve("way"), directory);
        entry("way/outside", "evil", entry -> {});
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("way");
        assertThat(directory.resolve("outside")).doesNotExist();
    }

    @Test
    void aFileReplacesALinkInsteadOfWritingToItsDestination() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "untouched");
        Files.createSymbolicLink(target.resolve("file"), victim);
        entry("file", "new", entry -> {});
        unpack();
        assertThat(victim).hasContent("untouched");
        assertThat(target.resolve("file")).hasContent("new");
    }

    @Test
    void aHardLinkToAFileOutsideIsRefused() throws IOException {
        Files.writeString(directory.resolve("victim"), "untouched");
        link("mine", "../victim", TarConstants.LF_LINK);
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("../victim");
    }

    @Test
    void aDeviceIsRefused() throws IOException {
        link("null", "", TarConstants.LF_CHR);
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("neither");
    }

    @Test
    void aCutArchiveIsRefused() throws IOException {
        entry("big", "x".repeat(5000), entry -> {});
        tar.close();
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), 2000);
        assertThatThrownBy(() -> new ArchiveUnpacker(target).unpackTar(new ByteArrayInputStream(cut)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aZipGivesWhatIsBelowThePrefixAndNothingOutside() throws IOException {
        Path zip = zip("linux/bin/run", "linux/share/text", "windows/run.exe");
        new ArchiveUnpacker(target).unpackZip(zip, "linux/");
        assertThat(target.resolve("bin/run")).hasContent("linux/bin/run");
        assertThat(target.resolve("share/text")).hasContent("linux/share/text");
        assertThat(target.resolve("run.exe")).doesNotExist();

        Path evil = zip("linux/../../outside");
        assertThatThrownBy(() -> new ArchiveUnpacker(target).unpackZip(evil, "linux/"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside");
        assertThat(directory.resolve("outside")).doesNotExist();
    }

    private Path zip(String... names) throws IOException {
        Path file = Files.createTempFile(directory, "archive", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        }
        return file;
    }

    private void entry(String name, String content, Consumer<TarArchiveEntry> change) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(data.length);
        change.accept(entry);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    private void link(String name, String destination, byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(destination);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void unpack() throws IOException {
        tar.close();
        new ArchiveUnpacker(target).unpackTar(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(name)));
    }
}
