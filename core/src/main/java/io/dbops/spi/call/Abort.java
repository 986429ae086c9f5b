package io.dbops.spi.call;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends a session from another thread than the one that uses its connection, even while that one hangs in a read: a driver's own
 * {@code abort} may wait for the same read (MariaDB Connector/J 3 does), so it gets a thread of its own and a bound.
 */
public final class Abort {

    private static final long LONGEST_MILLIS = 2_000;

    private Abort() {}

    /**
     * Aborts it and returns within two seconds; an abort that takes longer goes on by itself, on a daemon thread that ends with
     * the socket.
     *
     * @throws SQLException what the driver threw in time
     */
    public static void of(Connection connection) throws SQLException {
        AtomicReference<SQLException> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        connection.abort(Runnable::run);
                    } catch (SQLException e) {
                        failure.set(e);
                    }
                },
                "dbops-abort");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = InterruptFlag.setAside();
        try {
            thread.join(LONGEST_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            InterruptFlag.raise();
        }
        SQLException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }
}
