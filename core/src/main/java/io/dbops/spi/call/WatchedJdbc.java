package io.dbops.spi.call;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** JDBC objects that tell a watch what they run, and are their originals in everything else, {@code unwrap} included. */
final class WatchedJdbc {

    private WatchedJdbc() {}

    static DataSource source(DataSource source, CallWatch watch) {
        return proxy(DataSource.class, source, (method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? connection(connection, watch) : result;
        });
    }

    static Connection connection(Connection connection, CallWatch watch) {
        return proxy(Connection.class, connection, (method, arguments) -> {
            Object result = call(connection, method, arguments);
            if (result instanceof CallableStatement statement) {
                return statement(CallableStatement.class, statement, watch);
            }
            if (result instanceof PreparedStatement statement) {
                return statement(PreparedStatement.class, statement, watch);
            }
            return result instanceof Statement statement ? statement(Statement.class, statement, watch) : result;
        });
    }

    private static <T extends Statement> T statement(Class<T> type, T statement, CallWatch watch) {
        return proxy(type, statement, (method, arguments) -> {
            if (!waits(method)) {
                return call(statement, method, arguments);
            }
            RunningStatement running = new RunningStatement(statement::cancel);
            watch.begin(running);
            try {
                return call(statement, method, arguments);
            } finally {
                watch.end(running);
            }
        });
    }

    private static boolean waits(Method method) {
        return method.getName().startsWith("execute") || method.getName().equals("getMoreResults");
    }

    private interface Calls {
        @Nullable
        Object call(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T original, Calls calls) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("equals") && arguments != null && method.getParameterCount() == 1) {
                return same(proxy, arguments[0]);
            }
            return method.getDeclaringClass() == Object.class
                    ? call(original, method, arguments)
                    : calls.call(method, arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
