package io.dbops.verification.postgresql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool that resets nothing, so that what a borrower leaves behind is seen; it refuses at once when all are lent. */
final class LendingSource implements DataSource, AutoCloseable {

    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();

    LendingSource(DataSource source, int size) throws SQLException {
        for (int i = 0; i < size; i++) {
            all.add(source.getConnection());
        }
        idle.addAll(all);
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        Connection lent = idle.poll();
        if (lent == null) {
            throw new SQLException("all " + all.size() + " connections are lent");
        }
        return (Connection) Proxy.newProxyInstance(
                LendingSource.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(lent);
                        return null;
                    }
                    try {
                        return method.invoke(lent, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized void giveBack(Connection connection) {
        if (!idle.contains(connection)) {
            idle.addFirst(connection);
        }
    }

    /** Settings, transaction and auto-commit of every connection, all of which must be here. */
    synchronized List<String> states() throws SQLException {
        if (idle.size() != all.size()) {
            throw new AssertionError(all.size() - idle.size() + " connections were not given back");
        }
        List<String> states = new ArrayList<>();
        for (Connection connection : all) {
            states.add(connection.getAutoCommit() + " " + connection.isClosed() + " "
                    + Sql.text(
                            connection,
                            "SELECT string_agg(name || '=' || setting, ';' ORDER BY name) FROM pg_settings"
                                    + " WHERE name NOT LIKE 'transaction%'"));
            states.add(Sql.text(
                    connection,
                    "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'"
                            + " AND relation >= 16384"));
        }
        return states;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("connections are all of one user");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("no login");
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
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
