package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A PgBouncer in transaction mode before a PostgreSQL server, on the loopback interface, out of Debian's package
 * {@code pgbouncer}. Its server sessions are handed on in turn, so that a client seldom meets the same one twice.
 */
public final class PgBouncer implements AutoCloseable {

    private static final List<String> PLACES =
            List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private final ServerProcess process;

    private PgBouncer(Path directory, int port, ServerProcess process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Why none can run here; empty when one can. */
    public static Optional<String> missing() {
        return program().isPresent()
                ? Optional.empty()
                : Optional.of("pgbouncer is in none of " + PLACES + "; Debian's package is pgbouncer");
    }

    private static Optional<Path> program() {
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** Starts one; returns when it answers. */
    public static PgBouncer before(TestDatabase database) {
        if (database.server().kind().family() != Family.POSTGRESQL) {
            throw new IllegalArgumentException("PgBouncer stands before PostgreSQL only, not before " + database);
        }
        try {
            Path directory = Files.createTempDirectory(
                    "dbops-pgbouncer",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try {
                return start(database, directory);
            } catch (IOException | RuntimeException e) {
                Directories.delete(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new ServerUnavailableException("PgBouncer did not start: " + e.getMessage(), e);
        }
    }

    private static PgBouncer start(TestDatabase database, Path directory) throws IOException {
        int port = LaunchedServer.freePort();
        Path configuration = Files.write(directory.resolve("pgbouncer.ini"), configuration(database, port));
        Path log = directory.resolve("pgbouncer.log");
        List<String> command = new ArrayList<>(Unprivileged.prefix());
        command.add(program().orElseThrow().toString());
        command.add(configuration.toString());
        PgBouncer started = new PgBouncer(directory, port, ServerProcess.start(command, directory, log, "INT"));
        started.awaitAnswer(database, log);
        return started;
    }

    private static List<String> configuration(TestDatabase database, int port) {
        String authority = database.jdbcUrl().replaceAll("^jdbc:postgresql://([^/]+)/.*$", "$1");
        return List.of(
                "[databases]",
                "* = host=127.0.0.1 port=" + authority.substring(authority.indexOf(':') + 1) + " user="
                        + database.user(),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any",
                "pool_mode = transaction",
                "server_round_robin = 1",
                "min_pool_size = 3",
                "default_pool_size = 80",
                "max_client_conn = 200",
                "ignore_startup_parameters = extra_float_digits");
    }

    private void awaitAnswer(TestDatabase database, Path log) {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (var connection = dataSource(database).getConnection()) {
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    String said = ServerProcess.tail(log);
                    process.kill();
                    throw new ServerUnavailableException("PgBouncer does not answer: " + said, e);
                }
            }
            Pause.briefly();
        }
    }

    /** That database, through this PgBouncer; prepared statements stay unnamed, as transaction mode needs it. */
    public String jdbcUrl(TestDatabase database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name() + "?prepareThreshold=0";
    }

    /** Unpooled connections to {@link #jdbcUrl}. */
    public DataSource dataSource(TestDatabase database) {
        return database.dataSource(jdbcUrl(database));
    }

    /** Stops it, which closes its sessions, and deletes its files. */
    @Override
    public void close() {
        process.kill();
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new ServerUnavailableException("the files of PgBouncer stay: " + e.getMessage(), e);
        }
    }
}
