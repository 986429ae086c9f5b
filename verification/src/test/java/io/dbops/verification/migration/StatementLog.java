package io.dbops.verification.migration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/** Writes down what is asked of a database: a word per connection, a line per execution. */
final class StatementLog {

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final DataSource logged;

    StatementLog(DataSource source) {
        this.logged = proxy(DataSource.class, source);
    }

    DataSource logged() {
        return logged;
    }

    /** What was asked since the last call. */
    List<String> asked() {
        List<String> copy = List.copyOf(asked);
        asked.clear();
        return copy;
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean connects = method.getName().equals("getConnection") && target instanceof DataSource;
                    if (connects || method.getName().startsWith("execute")) {
                        asked.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        boolean jdbc = result instanceof Connection || result instanceof Statement;
                        return jdbc && !method.getName().equals("unwrap")
                                ? watched(method.getReturnType(), result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private <T> T watched(Class<T> type, Object result) {
        return proxy(type, type.cast(result));
    }
}
