package io.dbops.testkit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections that are borrowed from another data source and given back, and compares the state of each when it
 * comes back with the state it had when it went out: auto-commit, isolation, read-only, catalog, schema, and whatever an
 * {@link Observation} adds. Connections that were aborted are given back without a comparison. Thread-safe.
 */
public final class CountingDataSource implements DataSource {

    /** Reads more of a connection's state, such as the settings of its session. */
    @FunctionalInterface
    public interface Observation {
        String of(Connection connection) throws SQLException;
    }

    private final DataSource source;
    private final @Nullable Observation observation;
    private final List<String> changes = new ArrayList<>();
    private int borrowed;
    private int returned;
    private int mostOut;

    private CountingDataSource(DataSource source, @Nullable Observation observation) {
        this.source = source;
        this.observation = observation;
    }

    public static CountingDataSource over(DataSource source) {
        return new CountingDataSource(source, null);
    }

    /** As {@link #over(DataSource)}, and compares one more text. */
    public static CountingDataSource over(DataSource source, Observation observation) {
        return new CountingDataSource(source, observation);
    }

    /** How many connections were handed out so far. */
    public synchronized int borrowed() {
        return borrowed;
    }

    /** How many of them were closed. */
    public synchronized int returned() {
        return returned;
    }

    /** How many are out now. */
    public synchronized int out() {
        return borrowed - returned;
    }

    /** How many were out at the same time, at most. */
    public synchronized int mostOut() {
        return mostOut;
    }

    /** What came back other than it went out, one sentence each. */
    public synchronized List<String> changes() {
        return List.copyOf(changes);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lend(source.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return lend(source.getConnection(username, password));
    }

    private Connection lend(Connection connection) throws SQLException {
        int number;
        Map<String, String> state = state(connection);
        synchronized (this) {
            number = ++borrowed;
            mostOut = Math.max(mostOut, borrowed - returned);
        }
        Lent lent = new Lent(connection, number, state);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, lent::invoke);
    }

    private Map<String, String> state(Connection connection) throws SQLException {
        Map<String, String> state = new LinkedHashMap<>();
        state.put("auto-commit", String.valueOf(connection.getAutoCommit()));
        state.put("isolation", String.valueOf(connection.getTransactionIsolation()));
        state.put("read-only", String.valueOf(connection.isReadOnly()));
        state.put("catalog", String.valueOf(connection.getCatalog()));
        state.put("schema", String.valueOf(connection.getSchema()));
        if (observation != null) {
            state.put("settings", observation.of(connection));
        }
        return state;
    }

    private synchronized void giveBack(int number, List<String> differences) {
        returned++;
        differences.forEach(each -> changes.add("connection " + number + " came back with " + each));
    }

    /** One connection while it is out. */
    private final class Lent {
        private final Connection connection;
        private final int number;
        private final Map<String, String> before;
        private volatile boolean aborted;
        private boolean back;

        Lent(Connection connection, int number, Map<String, String> before) {
            this.connection = connection;
            this.number = number;
            this.before = before;
        }

        @Nullable
        // A proxy is equal to itself alone.
        @SuppressWarnings("ReferenceEquality")
        Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> noteReturn();
                case "abort" -> aborted = true;
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

        private synchronized void noteReturn() throws SQLException {
            if (!back) {
                back = true;
                giveBack(number, aborted || connection.isClosed() ? List.of() : differences());
            }
        }

        private List<String> differences() {
            List<String> differences = new ArrayList<>();
            try {
                Map<String, String> now = state(connection);
                before.forEach((name, value) -> {
                    if (!value.equals(now.get(name))) {
                        differences.add(name + " " + now.get(name) + " instead of " + value);
                    }
                });
            } catch (SQLException e) {
                differences.add("a state that cannot be read: " + e.getMessage());
            }
            return differences;
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || source.isWrapperFor(type);
    }

    @Override
    public synchronized String toString() {
        return source + ", " + out() + " connections out";
    }
}
