package io.dbops.migration.lock;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;

/** Asks a pool how many connections it has, by the bean getters that pools are known to have; nothing is assumed of it. */
final class PoolSize {

    private static final List<String> GETTERS =
            List.of("getMaximumPoolSize", "getMaxTotal", "getMaxActive", "getMaxPoolSize");

    private PoolSize() {}

    /** Empty when it is no pool that we know. */
    static OptionalInt of(DataSource source) {
        for (String getter : GETTERS) {
            try {
                Object size = source.getClass().getMethod(getter).invoke(source);
                if (size instanceof Integer number) {
                    return OptionalInt.of(number);
                }
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                // not this kind of pool, or none that lets itself be asked
                continue;
            }
        }
        return OptionalInt.empty();
    }
}
