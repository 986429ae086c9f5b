package io.dbops.testservers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** H2 inside this JVM: each database is a file in one directory, open while a connection to it is. */
final class H2Server implements DatabaseServer {
    private static final String USER = "sa";

    private final Path directory;
    private final String version;

    private H2Server(Path directory) throws SQLException {
        this.directory = directory;
        this.version = ServerSql.version(dataSource());
    }

    static H2Server start() {
        try {
            return new H2Server(Files.createTempDirectory("dbops-h2-"));
        } catch (IOException | SQLException e) {
            throw new ServerUnavailableException("H2 did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public ServerKind kind() {
        return ServerKind.H2;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String adminUrl() {
        return "jdbc:h2:file:" + directory.resolve("admin");
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public DataSource dataSource() {
        return new DriverManagerDataSource(adminUrl(), user(), password());
    }

    @Override
    public TestDatabase createDatabase() {
        String name = DatabaseNames.next();
        return new TestDatabase(
                this, name, "jdbc:h2:file:" + directory.resolve(name).resolve(name), this::delete);
    }

    private void delete(TestDatabase database) {
        Path files = directory.resolve(database.name());
        if (Files.exists(files)) {
            shutDown(database);
        }
        deleteDirectory(files);
    }

    /**
     * Ends all sessions of the database, in whichever threads they are. H2 waits for them twice its default lock
     * timeout, 4 s.
     */
    private static void shutDown(TestDatabase database) {
        execute(database, "SET DEFAULT_LOCK_TIMEOUT 10; SHUTDOWN IMMEDIATELY");
    }

    static void dropAllObjects(TestDatabase database) {
        execute(database, "DROP ALL OBJECTS DELETE FILES");
    }

    private static void execute(TestDatabase database, String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed on " + database + ": " + e.getMessage(), e);
        }
    }

    private static void deleteDirectory(Path files) {
        try {
            Directories.delete(files);
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete the H2 files in " + files, e);
        }
    }

    @Override
    public boolean launchedHere() {
        return false;
    }

    @Override
    public long pid() {
        throw noProcess();
    }

    @Override
    public void kill() {
        throw noProcess();
    }

    @Override
    public void restart() {
        throw noProcess();
    }

    private static UnsupportedOperationException noProcess() {
        return new UnsupportedOperationException("H2 runs inside the JVM; a crash test kills a JVM that it forked");
    }

    @Override
    public void close() {
        deleteDirectory(directory);
    }

    @Override
    public String toString() {
        return "H2 in " + directory;
    }
}
