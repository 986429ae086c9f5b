package io.dbops.testkit;

import io.dbops.spi.Sleeper;
import io.dbops.testkit.CuttingProxy.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What every piece of data passes on its way through a proxy: it may wait here, be shortened, or not get through. */
final class ProxyGate {

    private final Sleeper sleeper;
    private final Map<Direction, Long> left = new EnumMap<>(Direction.class);
    private boolean stalled;
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);
    private Duration delay = Duration.ZERO;

    ProxyGate(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void delay(Duration some) {
        delay = some;
    }

    synchronized void limit(Direction direction, long bytes) {
        left.put(direction, bytes);
    }

    synchronized long passed(Direction direction) {
        return passed.getOrDefault(direction, 0L);
    }

    synchronized void heal() {
        stalled = false;
        delay = Duration.ZERO;
        left.clear();
        notifyAll();
    }

    /** Waits as long as it must; how many of the bytes may pass: fewer than given means that the connection is to be cut. */
    int pass(Direction direction, int bytes) throws InterruptedException {
        Duration wait;
        synchronized (this) {
            wait = delay;
        }
        if (!wait.isZero()) {
            sleeper.sleep(wait);
        }
        synchronized (this) {
            while (stalled) {
                wait();
            }
            long allowed = left.getOrDefault(direction, Long.MAX_VALUE);
            int passing = (int) Math.min(allowed, bytes);
            left.computeIfPresent(direction, (same, before) -> before - passing);
            passed.merge(direction, (long) passing, Long::sum);
            return passing;
        }
    }
}
