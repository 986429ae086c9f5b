package io.dbops.migration.execute;

import io.dbops.migration.lock.ProxiedCall;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection as a Java migration sees it: it cannot end the engine's transaction, and no statement runs once the lock is
 * lost.
 */
final class GuardedConnection implements InvocationHandler {

    private static final Set<String> REFUSED = Set.of("commit", "close", "abort", "setAutoCommit");

    private final Connection connection;
    private final ExecutionSession session;

    private GuardedConnection(Connection connection, ExecutionSession session) {
        this.connection = connection;
        this.session = session;
    }

    static Connection of(Connection connection, ExecutionSession session) {
        return proxy(Connection.class, new GuardedConnection(connection, session));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean rollback = method.getName().equals("rollback") && method.getParameterCount() == 0;
        if (rollback || REFUSED.contains(method.getName())) {
            throw new SQLException(method.getName() + "() is the engine's business; a Java migration does not call it");
        }
        Object result = ProxiedCall.to(connection, method, arguments);
        if (result instanceof CallableStatement statement) {
            return guarded(CallableStatement.class, statement);
        }
        if (result instanceof PreparedStatement statement) {
            return guarded(PreparedStatement.class, statement);
        }
        return result instanceof Statement statement ? guarded(Statement.class, statement) : result;
    }

    private <T extends Statement> T guarded(Class<T> type, T statement) {
        return proxy(type, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return ProxiedCall.to(statement, method, arguments);
            }
            session.fence().check("a statement of a Java migration");
            return ProxiedCall.to(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
