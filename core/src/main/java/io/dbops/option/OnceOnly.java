package io.dbops.option;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Which options of a builder were set: a second value for the same one is refused, so that none is silently lost. */
public final class OnceOnly {

    private final Set<String> set = new HashSet<>();

    /** The value, unless one was given before. */
    public <T> T set(String option, T value) {
        Objects.requireNonNull(value, option);
        if (!set.add(option)) {
            throw new IllegalStateException(option + "(...) was already set; set it once");
        }
        return value;
    }

    /** A number of workers. */
    public int parallelism(int workers) {
        if (workers < 1 || workers > 64) {
            throw new IllegalArgumentException("parallelism is 1 to 64, not " + workers);
        }
        return set("parallelism", workers);
    }

    /** The time for a whole call. */
    public Duration timeout(Duration limit) {
        return timeout("timeout", limit);
    }

    /** A time that something may take. */
    public Duration timeout(String option, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(option + " is more than zero, not " + limit);
        }
        return set(option, limit);
    }

    /** A bound for waiting. */
    public Duration wait(String option, Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException(option + " is zero or more, not " + wait);
        }
        return set(option, wait);
    }
}
