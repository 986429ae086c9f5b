package io.dbops.testkit.tck;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what a connection's statements execute: each is a round trip. Used by one thread. */
final class StatementCount {

    private final List<String> executed = new ArrayList<>();

    List<String> executed() {
        return executed;
    }

    Connection over(Connection connection) {
        return proxy(Connection.class, connection, (method, result) -> {
            if (result instanceof PreparedStatement prepared) {
                return counting(PreparedStatement.class, prepared);
            }
            return result instanceof Statement statement ? counting(Statement.class, statement) : result;
        });
    }

    private <S extends Statement> S counting(Class<S> type, S statement) {
        return proxy(type, statement, (method, result) -> {
            if (method.getName().startsWith("execute")) {
                executed.add(method.getName());
            }
            return result;
        });
    }

    /** Sees what came of a call. */
    private interface Seen {
        @Nullable
        Object result(Method method, @Nullable Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Seen seen) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return seen.result(method, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
