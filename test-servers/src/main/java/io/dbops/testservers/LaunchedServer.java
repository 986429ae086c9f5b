package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A server that this JVM runs as a process of its own, on the loopback interface. */
final class LaunchedServer implements DatabaseServer {
    static final String PASSWORD = "dbops";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final int PORTS_TO_TRY = 5;

    private final ServerKind kind;
    private final Launcher launcher;
    private final Path home;
    private final Path runs;
    private final Path run;
    private final Path data;
    private final Path log;
    private final List<String> arguments;
    private int port;
    private String version = "";
    private volatile ServerProcess process;
    private @Nullable NextDatabase next;

    private LaunchedServer(ServerKind kind, Installation installation, List<String> arguments)
            throws IOException, InterruptedException {
        this.kind = kind;
        this.launcher = installation.launcher();
        this.home = installation.home();
        this.runs = installation.runs();
        this.run = installation.newRunDirectory();
        this.data = run.resolve("data");
        this.log = run.resolve("server.log");
        this.arguments = arguments;
        this.process = startOnFreePort();
        if (kind.family() == Family.POSTGRESQL) {
            next = new NextDatabase(dataSource(), Integer.parseInt(kind.series()));
        }
    }

    static LaunchedServer start(ServerKind kind, Installation installation, List<String> arguments) {
        try {
            return new LaunchedServer(kind, installation, arguments);
        } catch (IOException e) {
            throw new ServerUnavailableException(kind + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException(kind + " did not start: interrupted", e);
        }
    }

    private ServerProcess startOnFreePort() throws IOException {
        IOException lastFailure = new IOException("no port was tried");
        for (int i = 0; i < PORTS_TO_TRY; i++) {
            port = freePort();
            try {
                return startOnPort();
            } catch (PortTakenException e) {
                lastFailure = e;
            }
        }
        throw lastFailure;
    }

    private ServerProcess startOnPort() throws IOException {
        List<String> command = new ArrayList<>(launcher.command(home, data, port));
        command.addAll(arguments);
        Files.deleteIfExists(log);
        ServerProcess started = ServerProcess.start(command, run, log, launcher.stopSignal());
        try {
            awaitAnswer(started);
            return started;
        } catch (IOException | RuntimeException e) {
            try {
                started.kill();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void awaitAnswer(ServerProcess started) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            boolean alive = started.isAlive();
            if (alive && answers()) {
                return;
            }
            if (!alive) {
                String tail = ServerProcess.tail(log);
                String failure = "the server on port " + port + " ended instead of answering: " + tail;
                throw portTaken(tail) ? new PortTakenException(failure) : new IOException(failure);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the server on port " + port + " did not answer within " + START_TIMEOUT + ": "
                        + ServerProcess.tail(log));
            }
            Pause.briefly();
        }
    }

    /** Whether our server answers. Another one may have taken the port in the meantime. */
    private boolean answers() throws IOException {
        try {
            Path answered = Path.of(ServerSql.queryForText(dataSource(), launcher.dataDirectoryQuery()));
            if (!Files.isSameFile(answered, data)) {
                throw new PortTakenException("port " + port + " belongs to a server in " + answered);
            }
            version = ServerSql.version(dataSource());
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean portTaken(String log) {
        return log.contains("Address already in use") || log.contains("Bind on TCP/IP port");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public ServerKind kind() {
        return kind;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String adminUrl() {
        return launcher.adminUrl(port);
    }

    @Override
    public String user() {
        return kind.family() == Family.POSTGRESQL ? "postgres" : "root";
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public DataSource dataSource() {
        return new DriverManagerDataSource(adminUrl(), user(), password());
    }

    @Override
    public TestDatabase createDatabase() {
        String name;
        if (next != null) {
            name = next.take();
        } else {
            name = DatabaseNames.next();
            ServerSql.createDatabase(dataSource(), name);
        }
        return new TestDatabase(this, name, JdbcUrls.withDatabase(adminUrl(), name), this::drop);
    }

    private void drop(TestDatabase database) {
        if (!process.isAlive()) {
            return;
        }
        if (next != null) {
            next.drop(database.name());
        } else {
            ServerSql.dropDatabase(dataSource(), kind.family(), database.name());
        }
    }

    /** The port at our end of the connection that the server keeps for itself; 0 when it has none. */
    int clientPort() {
        return next == null ? 0 : next.clientPort();
    }

    @Override
    public boolean launchedHere() {
        return true;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public synchronized void kill() {
        process.kill();
    }

    @Override
    public synchronized void restart() {
        process.kill();
        try {
            process = startOnPort();
        } catch (IOException e) {
            throw new ServerUnavailableException(kind + " did not start again: " + e.getMessage(), e);
        }
    }

    /** Begins to stop, so that several servers stop at the same time; {@link #close()} completes it. */
    void beginStop() {
        process.closePipe();
    }

    @Override
    public synchronized void close() {
        process.stop();
        try {
            Directories.delete(run);
            // The directory of this JVM goes with its last server.
            Files.deleteIfExists(runs);
        } catch (DirectoryNotEmptyException e) {
            // Others are still there.
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete the data of " + this + " in " + run, e);
        }
    }

    @Override
    public String toString() {
        return kind + " on port " + port;
    }

    private static final class PortTakenException extends IOException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }
}
