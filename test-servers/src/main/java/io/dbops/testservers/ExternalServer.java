package io.dbops.testservers;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A server that the environment names; somebody else starts and stops it. */
final class ExternalServer implements DatabaseServer {
    private final ServerKind kind;
    private final Settings.Endpoint endpoint;
    private final String version;

    private ExternalServer(ServerKind kind, Settings.Endpoint endpoint, String version) {
        this.kind = kind;
        this.endpoint = endpoint;
        this.version = version;
    }

    static ExternalServer connect(ServerKind kind, Settings.Endpoint endpoint) {
        try {
            return new ExternalServer(kind, endpoint, ServerSql.version(dataSource(endpoint)));
        } catch (SQLException e) {
            throw new ServerUnavailableException(endpoint + " does not answer: " + e.getMessage(), e);
        }
    }

    private static DataSource dataSource(Settings.Endpoint endpoint) {
        return new DriverManagerDataSource(endpoint.url(), endpoint.user(), endpoint.password());
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
        return endpoint.url();
    }

    @Override
    public String user() {
        return endpoint.user();
    }

    @Override
    public String password() {
        return endpoint.password();
    }

    @Override
    public DataSource dataSource() {
        return dataSource(endpoint);
    }

    @Override
    public TestDatabase createDatabase() {
        String name = DatabaseNames.next();
        String url = JdbcUrls.withDatabase(adminUrl(), name);
        if (kind == ServerKind.H2) {
            return new TestDatabase(this, name, url, H2Server::dropAllObjects);
        }
        ServerSql.createDatabase(dataSource(), name);
        return new TestDatabase(
                this, name, url, database -> ServerSql.dropDatabase(dataSource(), kind.family(), database.name()));
    }

    @Override
    public boolean launchedHere() {
        return false;
    }

    @Override
    public long pid() {
        throw notOurs();
    }

    @Override
    public void kill() {
        throw notOurs();
    }

    @Override
    public void restart() {
        throw notOurs();
    }

    @Override
    public void close() {
        // Nothing is held: connections are opened one by one.
    }

    private UnsupportedOperationException notOurs() {
        return new UnsupportedOperationException(this + " is not a process of ours");
    }

    @Override
    public String toString() {
        return kind + " at " + endpoint;
    }
}
