package io.dbops.testservers;

import javax.sql.DataSource;

/** A server that no single test may close. */
final class SharedServer implements DatabaseServer {
    private final DatabaseServer server;

    SharedServer(DatabaseServer server) {
        this.server = server;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException(server + " is shared; it stops with the JVM");
    }

    void closeIfInProcess() {
        if (server instanceof H2Server) {
            server.close();
        }
    }

    @Override
    public ServerKind kind() {
        return server.kind();
    }

    @Override
    public String version() {
        return server.version();
    }

    @Override
    public String adminUrl() {
        return server.adminUrl();
    }

    @Override
    public String user() {
        return server.user();
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public DataSource dataSource() {
        return server.dataSource();
    }

    @Override
    public TestDatabase createDatabase() {
        return server.createDatabase();
    }

    @Override
    public boolean launchedHere() {
        return server.launchedHere();
    }

    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
