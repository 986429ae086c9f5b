package io.dbops.testservers;

import javax.sql.DataSource;

/**
 * One running database server.
 *
 * <p>Thread-safe, except that {@link #kill()}, {@link #restart()} and {@link #close()} pull the server from under
 * whoever else uses it: a test that calls them starts its own with {@link TestServers#startPrivate}.
 */
public interface DatabaseServer extends AutoCloseable {
    /**
     * The kind that was asked for; a server named by the environment may be of another version, see {@link #version()}.
     */
    ServerKind kind();

    /** The version that the server reports. */
    String version();

    /** The JDBC URL of the database that administration runs in; the same before and after a restart. */
    String adminUrl();

    /** The name of an administrator. */
    String user();

    /** The administrator's password; possibly empty. */
    String password();

    /** Unpooled connections of the administrator to {@link #adminUrl()}. */
    DataSource dataSource();

    /** Creates an empty database (MySQL and MariaDB: a schema) under a name that no other test has. */
    TestDatabase createDatabase();

    /** Whether this is a process of ours, so that {@link #pid()}, {@link #kill()} and {@link #restart()} work. */
    boolean launchedHere();

    /**
     * The process id of the server; another one after each restart.
     *
     * @throws UnsupportedOperationException if the server is not a process of ours
     */
    long pid();

    /**
     * Kills all processes of the server with SIGKILL and returns when they are gone. The data directory stays as the
     * crash left it.
     *
     * @throws UnsupportedOperationException if the server is not a process of ours
     */
    void kill();

    /**
     * Starts the server again, on the same port and data directory, and returns when it answers. A running one is
     * killed before.
     *
     * @throws UnsupportedOperationException if the server is not a process of ours
     */
    void restart();

    /**
     * Stops a private server and deletes its data.
     *
     * @throws UnsupportedOperationException if the server is shared: it stops with the JVM
     */
    @Override
    void close();
}
