package io.dbops.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two nodes of one Galera cluster, on the loopback interface, out of the MariaDB that the build fetches and the replication
 * library that a machine may have (Debian's package {@code galera-4}, or {@code DBOPS_GALERA_PROVIDER}). The second node
 * joins without a state transfer: both begin with copies of the same data directory, and it is told that its copy is as
 * old as what the first one has.
 */
public final class GaleraCluster implements AutoCloseable {

    private static final String PROVIDER = "DBOPS_GALERA_PROVIDER";
    private static final List<String> PLACES = List.of(
            "/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera-4/libgalera_smm.so", "/usr/lib/libgalera_smm.so");

    /** Any will do; it is that of no other cluster that a node could meet. */
    private static final String CLUSTER = "6b0f3a5e-0000-11f1-8000-00000000dbdb";

    private static final Duration JOIN_TIMEOUT = Duration.ofMinutes(1);

    private final List<DatabaseServer> nodes = new ArrayList<>();
    private final List<Path> states = new ArrayList<>();

    private GaleraCluster() {}

    /** Why none can run here; empty when one can. */
    public static Optional<String> missing(ServerKind kind) {
        Availability server = TestServers.availability(kind);
        if (!server.available()) {
            return Optional.of(server.toString());
        }
        return provider().isPresent()
                ? Optional.empty()
                : Optional.of("Galera's libgalera_smm.so is in none of " + PLACES + "; Debian's package is galera-4");
    }

    private static Optional<Path> provider() {
        String chosen = System.getProperty(PROVIDER, System.getenv().getOrDefault(PROVIDER, ""));
        Stream<String> places = chosen.isBlank() ? PLACES.stream() : Stream.of(chosen);
        return places.map(Path::of).filter(Files::isRegularFile).findFirst();
    }

    /** Starts both nodes; returns when each takes writes. */
    public static GaleraCluster start(ServerKind kind) {
        GaleraCluster cluster = new GaleraCluster();
        try {
            Path provider = provider().orElseThrow();
            int firstPort = LaunchedServer.freePort();
            cluster.add(kind, provider, firstPort, "gcomm://", "0");
            String reached = cluster.status(0, "wsrep_last_committed");
            cluster.add(kind, provider, LaunchedServer.freePort(), "gcomm://127.0.0.1:" + firstPort, reached);
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void add(ServerKind kind, Path provider, int port, String cluster, String reached) throws IOException {
        Path state = Files.createTempDirectory("dbops-galera");
        states.add(state);
        Files.writeString(
                state.resolve("grastate.dat"),
                "# GALERA saved state\nversion: 2.1\nuuid:    " + CLUSTER + "\nseqno:   " + reached
                        + "\nsafe_to_bootstrap: 1\n");
        Path init = Files.writeString(
                state.resolve("init.sql"),
                "SET SESSION wsrep_on = OFF;\nALTER USER 'root'@'localhost' IDENTIFIED BY '" + LaunchedServer.PASSWORD
                        + "';\n");
        nodes.add(TestServers.startPrivate(
                kind,
                "--init-file=" + init,
                "--wsrep-on=ON",
                "--wsrep-provider=" + provider,
                "--wsrep-data-home-dir=" + state,
                "--wsrep-cluster-address=" + cluster,
                "--wsrep-node-address=127.0.0.1:" + port,
                "--wsrep-sst-method=skip",
                "--wsrep-sst-receive-address=127.0.0.1:" + LaunchedServer.freePort(),
                "--innodb-autoinc-lock-mode=2",
                "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + port + ";ist.recv_addr=127.0.0.1:"
                        + LaunchedServer.freePort() + ";gcache.size=8M;gcache.page_size=8M"));
        awaitReady(nodes.size() - 1);
    }

    private void awaitReady(int node) {
        long deadline = System.nanoTime() + JOIN_TIMEOUT.toNanos();
        while (!status(node, "wsrep_ready").equals("ON")
                || !status(node, "wsrep_cluster_size").equals(Integer.toString(node + 1))) {
            if (System.nanoTime() - deadline > 0) {
                throw new ServerUnavailableException("node " + (node + 1) + " did not join its Galera cluster within "
                        + JOIN_TIMEOUT + " but is " + status(node, "wsrep_local_state_comment"));
            }
            Pause.briefly();
        }
    }

    private String status(int node, String name) {
        try (Connection connection = nodes.get(node).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + name + "'")) {
            return row.next() ? row.getString(2) : "";
        } catch (SQLException e) {
            throw new ServerUnavailableException("a Galera node does not answer: " + e.getMessage(), e);
        }
    }

    /** One of the two; a database that is made on it is there on the other one too. */
    public DatabaseServer node(int number) {
        return nodes.get(number - 1);
    }

    /** Stops both and deletes their data. */
    @Override
    public void close() {
        nodes.forEach(DatabaseServer::close);
        try {
            for (Path state : states) {
                Directories.delete(state);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Galera cluster of " + nodes;
    }
}
