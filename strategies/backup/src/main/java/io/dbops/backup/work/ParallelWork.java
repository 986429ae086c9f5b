package io.dbops.backup.work;

import io.dbops.error.DbOpsException;
import io.dbops.spi.call.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Items done by workers that each have a thread. The first failure cancels the others and is the one thrown; when {@link #run} is
 * left, however, every thread has ended and every worker is closed. Used once.
 *
 * @param <T> the items
 */
public final class ParallelWork<T> {

    /** How soon a worker is told again to stop that was between two statements when it was told first. */
    private static final long NUDGE_MILLIS = 50;

    private final String name;
    private final List<? extends Worker<T>> workers;
    private final Queue<T> items;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean stopped;
    private final Deadline deadline;

    /**
     * Work that is not begun yet.
     *
     * @param name of the threads
     * @param stopped is set once the work is given up; workers may look at it
     * @param deadline of the call
     */
    public ParallelWork(
            String name,
            List<? extends Worker<T>> workers,
            Collection<T> items,
            AtomicBoolean stopped,
            Deadline deadline) {
        this.stopped = stopped;
        this.deadline = deadline;
        this.name = name;
        this.workers = List.copyOf(workers);
        this.items = new ConcurrentLinkedQueue<>(items);
    }

    /**
     * Works until all items are done.
     *
     * @throws Exception the first failure of a worker
     * @throws InterruptedException if the caller was interrupted; the workers were cancelled and have ended
     */
    public void run() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (Worker<T> worker : workers) {
            Thread thread = new Thread(() -> work(worker), name + "-" + (threads.size() + 1));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        InterruptedException interruption = await(threads);
        Throwable first = failure.get();
        if (interruption != null) {
            if (first != null) {
                interruption.addSuppressed(first);
            }
            throw interruption;
        }
        if (first instanceof Exception exception) {
            throw exception;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }

    /** Gives the work up, now or before it begins: it fails with that, unless it failed before. Any thread. */
    public void giveUp(Exception reason) {
        failure.compareAndSet(null, reason);
        stopped.set(true);
    }

    /** Waits for all threads; an interruption, or a failure, cancels them, and is only told once they have ended. */
    private @Nullable InterruptedException await(List<Thread> threads) {
        InterruptedException interruption = null;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            try {
                for (Thread each : threads) {
                    each.join(NUDGE_MILLIS);
                }
            } catch (InterruptedException e) {
                interruption = e;
                stopped.set(true);
            }
            endInTime();
            if (stopped.get()) {
                workers.forEach(this::cancel);
            }
        }
        return interruption;
    }

    private void endInTime() {
        if (!stopped.get() && deadline.hasPassed()) {
            try {
                deadline.check("all items of " + name + " were done");
            } catch (DbOpsException e) {
                giveUp(e);
            }
        }
    }

    /** A worker that cannot be cancelled ends by itself, at the next item at the latest. */
    private void cancel(Worker<T> worker) {
        try {
            worker.cancel();
        } catch (RuntimeException e) {
            Throwable first = failure.get();
            if (first != null && !first.equals(e) && first.getSuppressed().length == 0) {
                first.addSuppressed(e);
            }
        }
    }

    private void work(Worker<T> worker) {
        try (worker) {
            for (T item = items.poll(); item != null && !stopped.get(); item = items.poll()) {
                worker.work(item);
            }
        } catch (Throwable e) {
            // What fails after the first failure does so because it was cancelled.
            failure.compareAndSet(null, e);
            stopped.set(true);
        }
    }
}
