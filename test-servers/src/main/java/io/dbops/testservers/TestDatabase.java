package io.dbops.testservers;

import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * An empty database of one test, which {@link #close()} drops with everything in it, open sessions included.
 * Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
    private final DatabaseServer server;
    private final String name;
    private final String jdbcUrl;
    private final Consumer<TestDatabase> drop;
    private boolean closed;

    TestDatabase(DatabaseServer server, String name, String jdbcUrl, Consumer<TestDatabase> drop) {
        this.server = server;
        this.name = name;
        this.jdbcUrl = jdbcUrl;
        this.drop = drop;
    }

    /** The server that holds this database. */
    public DatabaseServer server() {
        return server;
    }

    /** The name of the database; on MySQL and MariaDB of the schema. Needs no quotes on any of them. */
    public String name() {
        return name;
    }

    /** The JDBC URL, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** {@link #jdbcUrl()} with one more driver option, appended in the syntax of that driver. */
    public String jdbcUrlWith(String option, String value) {
        return JdbcUrls.withOption(jdbcUrl, option, value);
    }

    /** The name of the user, who may do everything in this database. */
    public String user() {
        return server.user();
    }

    /** The user's password; possibly empty. */
    public String password() {
        return server.password();
    }

    /** Unpooled connections to {@link #jdbcUrl()}. */
    public DataSource dataSource() {
        return new DriverManagerDataSource(jdbcUrl, user(), password());
    }

    /** Unpooled connections to a URL derived from {@link #jdbcUrl()}, such as one with another option. */
    public DataSource dataSource(String url) {
        return new DriverManagerDataSource(url, user(), password());
    }

    /** The same for another user. */
    public DataSource dataSource(String url, String otherUser, String otherPassword) {
        return new DriverManagerDataSource(url, otherUser, otherPassword);
    }

    /** Drops the database. Does nothing the second time, nor when the server was killed. */
    @Override
    public synchronized void close() {
        if (!closed) {
            drop.accept(this);
            closed = true;
        }
    }

    @Override
    public String toString() {
        return name + " on " + server;
    }
}
