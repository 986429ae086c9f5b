package io.dbops.testservers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What MySQL and MariaDB have in common when they are started. */
final class MysqlOptions {
    private static final String INIT_FILE = "dbops-init.sql";

    private MysqlOptions() {}

    /** Beside the data, where every directory is a database. */
    private static Path temporary(Path data) {
        return data.resolveSibling("tmp");
    }

    /**
     * Gives a copy of a fresh data directory what the command wants: a directory for temporary tables, and a password for root,
     * who has none: some drivers refuse empty ones.
     */
    static void prepare(Path data) throws IOException {
        Files.createDirectories(temporary(data));
        String sql = "SET sql_log_bin = 0;\nALTER USER 'root'@'localhost' IDENTIFIED BY '" + LaunchedServer.PASSWORD
                + "';\n";
        Files.writeString(data.resolve(INIT_FILE), sql);
    }

    static List<String> command(Path program, Path home, Path data, int port, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + home,
                "--datadir=" + data,
                "--lc-messages-dir=" + home.resolve("share"),
                "--init-file=" + data.resolve(INIT_FILE),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // Relative to the data directory: the path of a socket may not be longer than 107 bytes.
                "--socket=server.sock",
                "--pid-file=server.pid",
                // Its own: a server that starts deletes all temporary tables there, also those of another.
                "--tmpdir=" + temporary(data),
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--local-infile=ON",
                "--max-connections=200",
                // A killed process loses nothing by these two, only a machine that loses its power does.
                "--innodb-flush-log-at-trx-commit=2",
                "--sync-binlog=0"));
        command.addAll(more);
        return command;
    }
}
