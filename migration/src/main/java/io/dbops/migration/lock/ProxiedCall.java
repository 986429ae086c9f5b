package io.dbops.migration.lock;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What a proxy of a JDBC object passes on to the original. */
public final class ProxiedCall {

    private ProxiedCall() {}

    /** The original's answer, or what it throws. */
    public static @Nullable Object to(Object original, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
