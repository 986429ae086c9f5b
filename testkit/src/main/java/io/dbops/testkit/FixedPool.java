package io.dbops.testkit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of few connections for tests: it resets nothing, so that what a borrower leaves behind is seen; it tells its size as
 * pools do; and it fails at once when all connections are out, where another pool would wait. Thread-safe.
 */
public final class FixedPool implements DataSource, AutoCloseable {

    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int borrowed;

    /** Opens so many connections; on failure none stays open. */
    public FixedPool(DataSource source, int size) throws SQLException {
        try {
            for (int i = 0; i < size; i++) {
                connections.add(source.getConnection());
            }
        } catch (SQLException e) {
            try {
                close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        idle.addAll(connections);
    }

    /** The size; found by reflection, as that of any pool. */
    public int getMaximumPoolSize() {
        return connections.size();
    }

    /** The connections themselves, as the next borrowers would find them; they stay the pool's. */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** How many times a connection was lent so far. */
    public synchronized int borrowed() {
        return borrowed;
    }

    /** Whether no connection is out. */
    public synchronized boolean allBack() {
        return idle.size() == connections.size();
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        Connection connection = idle.poll();
        if (connection == null) {
            throw new SQLTransientConnectionException("all " + connections.size() + " connections of the pool are out");
        }
        borrowed++;
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new Lent(connection)::invoke);
    }

    private synchronized void giveBack(Connection connection) {
        idle.addFirst(connection);
    }

    /** One connection while it is out. */
    private final class Lent {
        private final Connection connection;
        private boolean back;

        Lent(Connection connection) {
            this.connection = connection;
        }

        @Nullable
        // A proxy is equal to itself alone.
        @SuppressWarnings("ReferenceEquality")
        Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    end();
                    return null;
                }
                case "equals" -> {
                    return arguments != null && proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {
                    // everything else is the connection's business
                }
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private synchronized void end() {
            if (!back) {
                back = true;
                giveBack(connection);
            }
        }
    }

    /** Closes the connections, wherever they are. */
    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the connections of a pool are all of one user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the connections are open already");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
