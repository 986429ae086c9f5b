package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing to many items: by the calling thread, and where there are many also by a few daemon threads, which are gone when
 * it returns.
 */
final class ParallelMap {

    private static final int FEW = 256;
    private static final int MOST_THREADS = 8;

    private ParallelMap() {}

    /**
     * The results, in the order of the items. The first item's failure is thrown; an interrupt ends it early with
     * {@code INTERRUPTED}, and the flag stays.
     *
     * @param worker makes what one thread works with
     */
    static <T, R> List<R> map(List<T> items, Supplier<Function<T, R>> worker) {
        return map(items, worker, new ReadingDoor(0));
    }

    /** The same, for a caller beside whom others may come and help. */
    static <T, R> List<R> map(List<T> items, Supplier<Function<T, R>> worker, ReadingDoor door) {
        Run<T, R> run = new Run<>(items, worker);
        int cores = Runtime.getRuntime().availableProcessors() - door.expected();
        int threads = Math.min(Math.min(cores, MOST_THREADS), items.size() / FEW + 1);
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread helper = new Thread(run::help, "dbops-migration-read-" + i);
            helper.setDaemon(true);
            helper.start();
            helpers.add(helper);
        }
        door.open(run::help);
        run.work(Thread.currentThread());
        helpers.forEach(ParallelMap::join);
        door.shut();
        return run.results();
    }

    /** They end by themselves soon, so an interrupt is only kept. */
    private static void join(Thread helper) {
        boolean interrupted = false;
        while (helper.isAlive()) {
            try {
                helper.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Run<T, R> {
        private final List<T> items;
        private final Supplier<Function<T, R>> worker;
        private final AtomicReferenceArray<@Nullable R> done;
        private final AtomicReferenceArray<@Nullable RuntimeException> failed;
        private final AtomicInteger next = new AtomicInteger();
        private volatile boolean interrupted;

        Run(List<T> items, Supplier<Function<T, R>> worker) {
            this.items = items;
            this.worker = worker;
            this.done = new AtomicReferenceArray<>(items.size());
            this.failed = new AtomicReferenceArray<>(items.size());
        }

        void help() {
            work(null);
        }

        /** Takes items until there are none; the caller's thread also looks for an interrupt. */
        void work(@Nullable Thread caller) {
            Function<T, R> function = worker.get();
            for (int i = next.getAndIncrement(); i < items.size() && !interrupted; i = next.getAndIncrement()) {
                try {
                    done.set(i, function.apply(items.get(i)));
                } catch (RuntimeException e) {
                    failed.set(i, e);
                }
                if (caller != null && caller.isInterrupted()) {
                    interrupted = true;
                }
            }
        }

        List<R> results() {
            if (interrupted) {
                throw DbOpsException.of(ErrorCode.INTERRUPTED, "the thread was interrupted while migrations were read")
                        .hint("Call again to go on.")
                        .build();
            }
            List<R> results = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                RuntimeException failure = failed.get(i);
                R result = done.get(i);
                if (failure != null) {
                    throw failure;
                }
                if (result == null) {
                    throw new IllegalStateException("item " + i + " was left out");
                }
                results.add(result);
            }
            return results;
        }
    }
}
