package io.dbops.verification;

import io.dbops.testkit.CuttingProxy;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.net.URI;
import javax.sql.DataSource;

/** A database of a server, seen over a network that can be disturbed. */
public final class ProxiedDatabase implements AutoCloseable {
    private final CuttingProxy proxy;
    private final DataSource connections;

    private ProxiedDatabase(CuttingProxy proxy, DataSource connections) {
        this.proxy = proxy;
        this.connections = connections;
    }

    public static ProxiedDatabase of(TestDatabase database) throws IOException {
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        CuttingProxy proxy = CuttingProxy.before(address.getHost(), address.getPort());
        String url = database.jdbcUrl()
                .replace(
                        "//" + address.getHost() + ":" + address.getPort() + "/",
                        "//" + proxy.host() + ":" + proxy.port() + "/");
        return new ProxiedDatabase(proxy, database.dataSource(url));
    }

    public CuttingProxy proxy() {
        return proxy;
    }

    /** Connections that go through the proxy. */
    public DataSource dataSource() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
