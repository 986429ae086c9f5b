package io.dbops.backup.work;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.OperationListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Adds up what several threads have done and tells the listener. Thread-safe. */
public final class Progress {

    /** How many bytes pass between two events. */
    private static final long STEP = 4 * 1024 * 1024;

    private final OperationListener listener;
    private final Operation operation;
    private final Clock clock;
    private final Instant start;
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long itemsTotal;
    private volatile long bytesTotal;

    public Progress(OperationListener listener, Operation operation, Clock clock) {
        this.listener = listener;
        this.operation = operation;
        this.clock = clock;
        this.start = clock.instant();
    }

    public Instant start() {
        return start;
    }

    public Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    public void totals(long itemCount, long byteCount) {
        itemsTotal = itemCount;
        bytesTotal = byteCount;
    }

    /** Adds items to the total. */
    public synchronized void moreItems(long count) {
        itemsTotal += count;
    }

    public void started(String detail) {
        tell(Kind.STARTED, "", detail);
    }

    public void itemStarted(String item) {
        tell(Kind.ITEM_STARTED, item, "");
    }

    public void bytes(long count) {
        long after = bytes.addAndGet(count);
        if (after / STEP != (after - count) / STEP) {
            tell(Kind.PROGRESS, "", "");
        }
    }

    public void itemFinished(String item) {
        items.incrementAndGet();
        tell(Kind.ITEM_FINISHED, item, "");
    }

    /** Somebody waits; the detail says who, and for whom. */
    public void waiting(String item, String detail) {
        tell(Kind.WAITING, item, detail);
    }

    public void warning(String item, String detail) {
        tell(Kind.WARNING, item, detail);
    }

    public void finished(String detail) {
        tell(Kind.FINISHED, "", detail);
    }

    public void failed(Throwable cause) {
        tell(Kind.FAILED, "", String.valueOf(cause.getMessage()));
    }

    private void tell(Kind kind, String item, String detail) {
        listener.onEvent(new OperationEvent(
                operation,
                kind,
                item,
                detail,
                new OperationEvent.Progress(items.get(), itemsTotal, bytes.get(), bytesTotal, elapsed())));
    }
}
