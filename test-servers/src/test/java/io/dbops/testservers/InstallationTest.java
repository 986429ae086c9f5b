package io.dbops.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationTest {
    @TempDir
    private Path directory;

    private Path archive;
    private final RecordingLauncher launcher = new RecordingLauncher();

    @BeforeEach
    void createArchive() throws IOException {
        archive = Files.writeString(directory.resolve("archive.jar"), "one");
    }

    @Test
    void programsAreUnpackedOnceAndAgainWhenTheArchiveIsAnother() throws Exception {
        Path home = installation().home();
        assertThat(home.resolve("program")).hasContent("one");
        assertThat(installation().home()).isEqualTo(home);
        assertThat(launcher.installs).isEqualTo(1);

        Files.writeString(archive, "two");
        assertThat(installation().home().resolve("program")).hasContent("two");
        assertThat(launcher.installs).isEqualTo(2);
    }

    @Test
    void anUnpackingThatBrokeOffIsNotUsed() throws Exception {
        launcher.failure = new IOException("disk full");
        assertThatThrownBy(() -> installation().home()).hasMessage("disk full");
        launcher.failure = null;
        Path home = installation().home();
        assertThat(home.resolve("program")).hasContent("one");
        assertThat(home.resolve("half")).doesNotExist();
    }

    @Test
    void aProgramThatDoesNotRunIsNotKept() {
        launcher.version = List.of("sh", "-c", "echo libaio.so.1: cannot open shared object file; exit 127");
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> installation().home()).hasMessageContaining("libaio.so.1");
            assertThat(launcher.installs).isEqualTo(i);
        }
    }

    @Test
    void dataDirectoriesAreCopiesOfOneTemplateWithItsModes() throws Exception {
        Path first = installation().newRunDirectory().resolve("data");
        Path second = installation().newRunDirectory().resolve("data");
        assertThat(launcher.initializations).isEqualTo(1);
        assertThat(first).isNotEqualTo(second);
        assertThat(first.resolve("base/table")).hasContent("rows");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
                .isEqualTo("rwx------");
        assertThat(Files.readString(second.resolve("personal"))).isEqualTo("yes");
    }

    @Test
    void dataOfJvmsThatAreGoneAreRemovedAndThoseOfLivingOnesAreNot() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path run = directory.resolve("run");
        Path dead = Files.createDirectories(run.resolve(ended.pid() + "/kind-1/data"));
        Path living = Files.createDirectories(run.resolve("1/kind-1/data"));
        installation().newRunDirectory();
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
    }

    private Installation installation() {
        return new Installation(launcher, archive, directory.resolve("servers"), directory.resolve("run"), "kind");
    }

    /** Unpacks by copying, and counts. */
    private static final class RecordingLauncher implements Launcher {
        private int installs;
        private int initializations;
        private List<String> version = List.of("true");
        private @Nullable IOException failure;

        @Override
        public void install(Path archive, Path home) throws IOException {
            installs++;
            if (failure != null) {
                Files.writeString(home.resolve("half"), "half");
                throw failure;
            }
            Files.copy(archive, home.resolve("program"));
        }

        @Override
        public List<String> versionCommand(Path home) {
            return version;
        }

        @Override
        public void initialize(Path home, Path data) throws IOException {
            initializations++;
            Files.createDirectories(data.resolve("base"));
            Files.writeString(data.resolve("base/table"), "rows");
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }

        @Override
        public void personalize(Path data) throws IOException {
            Files.writeString(data.resolve("personal"), "yes");
        }

        @Override
        public List<String> command(Path home, Path data, int port) {
            return List.of("sleep", "600");
        }

        @Override
        public String stopSignal() {
            return "KILL";
        }

        @Override
        public String adminUrl(int port) {
            return "jdbc:none://127.0.0.1:" + port + "/";
        }

        @Override
        public String dataDirectoryQuery() {
            return "SELECT 1";
        }
    }
}
