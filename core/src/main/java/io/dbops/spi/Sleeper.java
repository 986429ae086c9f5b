package io.dbops.spi;

import java.time.Duration;

/** Waits; a parameter so that tests need not. */
@FunctionalInterface
public interface Sleeper {

    /** The calling thread's own sleep. */
    Sleeper REAL = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;
}
