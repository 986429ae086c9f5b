package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Creates the next database of a PostgreSQL server while a test uses the one before: it copies some hundred files, for
 * which a test need not wait. Creates and drops over a connection that stays open, since a new one costs as much as a database;
 * its {@linkplain #clientPort port} tells it from one that a test left behind.
 */
final class NextDatabase {
    private static final int WITH_STRATEGIES = 15;

    private final DataSource admin;
    private final String options;
    private @Nullable FutureTask<String> next;
    private @Nullable Connection connection;
    private volatile int clientPort;

    /** Copies files, as older versions always do: the other strategy of newer ones, through the log, takes thrice the CPU time. */
    NextDatabase(DataSource admin, int majorVersion) {
        this.admin = admin;
        this.options = majorVersion < WITH_STRATEGIES ? "" : " STRATEGY FILE_COPY";
    }

    /** The name of a database that nobody has used. */
    synchronized String take() {
        String name = created();
        next = new FutureTask<>(this::create);
        Thread thread = new Thread(next, "next database on " + admin);
        thread.setDaemon(true);
        thread.start();
        return name;
    }

    private String created() {
        if (next != null) {
            try {
                return next.get();
            } catch (ExecutionException serverWasRestarted) {
                disconnect();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a database was created on " + admin, e);
            }
        }
        try {
            return create();
        } catch (SQLException e) {
            throw new IllegalStateException("no database could be created on " + admin + ": " + e.getMessage(), e);
        }
    }

    /** Drops a database, whoever uses it. */
    synchronized void drop(String name) {
        try {
            awaitNext();
            try {
                ServerSql.dropDatabase(connected(), Family.POSTGRESQL, name);
            } catch (SQLException serverWasRestarted) {
                disconnect();
                ServerSql.dropDatabase(connected(), Family.POSTGRESQL, name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop " + name + " on " + admin + ": " + e.getMessage(), e);
        }
    }

    /** The connection is the other thread's until then. How it went, {@link #created} asks. */
    private void awaitNext() {
        if (next != null) {
            try {
                next.get();
            } catch (ExecutionException askedLater) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a database was created on " + admin, e);
            }
        }
    }

    /** Runs by itself: {@link #take} waits for one before it begins another. */
    private String create() throws SQLException {
        String name = DatabaseNames.next();
        try (Statement statement = connected().createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
        }
        return name;
    }

    private Connection connected() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = admin.getConnection();
            try (Statement statement = current.createStatement();
                    ResultSet row = statement.executeQuery("SELECT inet_client_port()")) {
                row.next();
                clientPort = row.getInt(1);
            }
            connection = current;
        }
        return current;
    }

    private void disconnect() {
        try (Connection broken = connection) {
            connection = null;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close a connection to " + admin, e);
        }
    }

    /** The port at our end of its connection; 0 as long as there is none. */
    int clientPort() {
        return clientPort;
    }
}
