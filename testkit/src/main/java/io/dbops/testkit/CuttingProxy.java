package io.dbops.testkit;

import io.dbops.spi.Sleeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a TCP server, on a free loopback port, and disturbs what passes: cuts connections (with a
 * reset, as when a machine dies), stalls them, delays them, or cuts them after a number of bytes. Thread-safe; its threads
 * are daemons named {@code dbops-proxy-*} and end with {@link #close}.
 */
public final class CuttingProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ProxyGate gate;
    private final String name = "dbops-proxy-" + NUMBERS.incrementAndGet();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private volatile boolean refusing;
    private int accepted;

    private CuttingProxy(InetSocketAddress server, Sleeper sleeper) throws IOException {
        this.server = server;
        this.gate = new ProxyGate(sleeper);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.acceptor = new Thread(this::accept, name + "-accept");
        acceptor.setDaemon(true);
    }

    /** Starts a proxy that passes everything on, for now. */
    public static CuttingProxy before(String host, int port) throws IOException {
        return before(host, port, Sleeper.REAL);
    }

    /** As {@link #before(String, int)}; delays are slept by {@code sleeper}. */
    public static CuttingProxy before(String host, int port, Sleeper sleeper) throws IOException {
        CuttingProxy proxy = new CuttingProxy(new InetSocketAddress(host, port), sleeper);
        proxy.acceptor.start();
        return proxy;
    }

    /** Where clients connect to. */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /** Where clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections pass through now. */
    public int open() {
        return connections.size();
    }

    /** How many bytes have passed in one direction, over all connections. */
    public long passed(Direction direction) {
        return gate.passed(direction);
    }

    /** Resets every connection; new ones pass. */
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Resets every connection, and each new one as soon as it is made, until {@link #heal}. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** Holds all bytes back, both ways, until {@link #heal}; connections stay open. */
    public void stall() {
        gate.stall();
    }

    /** Holds every piece of data back for that long before it is passed on. */
    public void delay(Duration delay) {
        gate.delay(delay);
    }

    /** Passes that many more bytes in one direction, counted over all connections, then resets the one that sends more. */
    public void cutAfter(Direction direction, long bytes) {
        gate.limit(direction, bytes);
    }

    /** Ends every disturbance; what was cut stays cut. */
    public void heal() {
        refusing = false;
        gate.heal();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    cut();
                }
            }
        }
    }

    /** To the server; {@code null} when it is down. */
    private @Nullable Socket connected() throws IOException {
        Socket upstream = new Socket();
        try {
            upstream.connect(server);
            if (!upstream.getLocalSocketAddress().equals(upstream.getRemoteSocketAddress())) {
                return upstream;
            }
            // TCP's simultaneous open: no server, and our own port was the one we called
        } catch (IOException serverIsDown) {
            // as the client will notice
        }
        upstream.close();
        return null;
    }

    private void admit(Socket client) throws IOException {
        Socket upstream = refusing ? null : connected();
        if (upstream == null) {
            ProxiedConnection.reset(client);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, upstream, gate, connections::remove);
        connections.add(connection);
        connection.start(name + "-" + ++accepted);
        if (refusing || listener.isClosed()) {
            connection.cut();
        }
    }

    /** Cuts everything and waits for the threads to end. */
    @Override
    public void close() throws IOException {
        listener.close();
        heal();
        Set<ProxiedConnection> left = Set.copyOf(connections);
        left.forEach(ProxiedConnection::cut);
        try {
            acceptor.join();
            for (ProxiedConnection each : left) {
                each.join();
            }
            for (ProxiedConnection late : connections) {
                late.cut();
                late.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " on " + host() + ":" + port() + " before " + server;
    }
}
