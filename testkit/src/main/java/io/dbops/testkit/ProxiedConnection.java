package io.dbops.testkit;

import io.dbops.testkit.CuttingProxy.Direction;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection through a proxy: two sockets, and a thread for each direction. */
final class ProxiedConnection {

    private static final int PIECE = 8192;

    private final Socket client;
    private final Socket server;
    private final ProxyGate gate;
    private final Consumer<ProxiedConnection> ended;
    private final List<Thread> pumps;
    private final AtomicInteger running = new AtomicInteger(2);

    ProxiedConnection(Socket client, Socket server, ProxyGate gate, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.ended = ended;
        this.pumps = List.of(
                new Thread(() -> pump(client, server, Direction.TO_SERVER)),
                new Thread(() -> pump(server, client, Direction.TO_CLIENT)));
    }

    void start(String name) {
        pumps.get(0).setName(name + "-to-server");
        pumps.get(1).setName(name + "-to-client");
        for (Thread pump : pumps) {
            pump.setDaemon(true);
            pump.start();
        }
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] piece = new byte[PIECE];
        try {
            for (int read = from.getInputStream().read(piece);
                    read >= 0;
                    read = from.getInputStream().read(piece)) {
                int passing = gate.pass(direction, read);
                to.getOutputStream().write(piece, 0, passing);
                if (passing < read) {
                    cut();
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            // One side is gone; the other must notice.
            cut();
        } finally {
            if (running.decrementAndGet() == 0) {
                closeQuietly(client);
                closeQuietly(server);
                ended.accept(this);
            }
        }
    }

    /** Ends both sides with a reset. */
    void cut() {
        pumps.forEach(pump -> {
            if (!pump.equals(Thread.currentThread())) {
                pump.interrupt();
            }
        });
        reset(client);
        reset(server);
    }

    void join() throws InterruptedException {
        for (Thread pump : pumps) {
            pump.join();
        }
    }

    /** Closes without the usual farewell: what is under way is lost, and the peer sees a reset. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            return;
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
            return;
        }
    }
}
