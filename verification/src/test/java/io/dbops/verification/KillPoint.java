package io.dbops.verification;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A call to the database at which something is killed.
 *
 * @param call counted from 1: executions and commits, on any connection
 * @param during while it runs; else when it has returned
 */
public record KillPoint(int call, boolean during) {

    /** The calls that a data source has seen. */
    public static final class Calls {
        private final AtomicInteger number = new AtomicInteger();
        private final KillPoint point;
        private final Consumer<String> kill;

        /** @param kill is told the name of the point; called once, on the thread of the call or beside it */
        public Calls(KillPoint point, Consumer<String> kill) {
            this.point = point;
            this.kill = kill;
        }

        public int number() {
            return number.get();
        }

        public DataSource over(DataSource source) {
            return proxy(DataSource.class, source, "");
        }

        private <T> T proxy(Class<T> type, T target, String prepared) {
            return type.cast(Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        String name = method.getName();
                        boolean counted = name.startsWith("execute") || name.equals("commit");
                        int call = counted ? number.incrementAndGet() : 0;
                        boolean here = call > 0 && call == point.call();
                        String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
                        String words = name + " " + sql;
                        Thread killer = new Thread(() -> kill.accept(words));
                        if (here && point.during()) {
                            killer.start();
                        }
                        try {
                            Object result = method.invoke(target, arguments);
                            boolean jdbc = result instanceof Connection || result instanceof Statement;
                            return jdbc && !name.equals("unwrap")
                                    ? watched(method.getReturnType(), result, sql)
                                    : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            if (here && point.during()) {
                                killer.join();
                            } else if (here) {
                                kill.accept(words);
                            }
                        }
                    }));
        }

        private <T> T watched(Class<T> type, Object result, String prepared) {
            return proxy(type, type.cast(result), prepared);
        }
    }
}
