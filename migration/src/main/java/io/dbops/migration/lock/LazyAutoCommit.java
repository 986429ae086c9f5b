package io.dbops.migration.lock;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that goes back to auto-commit mode only when something needs that: many drivers ask the server for each change, and
 * between two transactions that follow one another there would be two of them. Whoever uses it sees nothing of this. Its
 * statements are made anew for each use, as all are here: one that was made in a transaction is not executed behind it.
 */
final class LazyAutoCommit implements InvocationHandler {

    private final Connection connection;
    /** Right behind the end of a transaction: nothing is open. */
    private boolean ended;
    /** Auto-commit mode is asked for, and not yet told to the driver. */
    private boolean due;

    private LazyAutoCommit(Connection connection) {
        this.connection = connection;
    }

    static Connection over(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new LazyAutoCommit(connection));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "setAutoCommit" -> {
                set(arguments != null && (Boolean) arguments[0]);
                return null;
            }
            case "getAutoCommit" -> {
                return due || connection.getAutoCommit();
            }
            case "equals" -> {
                return arguments != null && isSame(proxy, arguments[0]);
            }
            case "hashCode", "toString", "isClosed", "abort" -> {
                return ProxiedCall.to(connection, method, arguments);
            }
            default -> {
                settle();
                Object result = ProxiedCall.to(connection, method, arguments);
                ended = method.getName().equals("commit")
                        || (method.getName().equals("rollback") && method.getParameterCount() == 0);
                return result;
            }
        }
    }

    private void set(boolean auto) throws SQLException {
        if (!auto && due) {
            due = false;
        } else if (auto && ended && !connection.getAutoCommit()) {
            due = true;
        } else {
            connection.setAutoCommit(auto);
        }
    }

    private void settle() throws SQLException {
        if (due) {
            due = false;
            connection.setAutoCommit(true);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static boolean isSame(Object one, @Nullable Object other) {
        return one == other;
    }
}
