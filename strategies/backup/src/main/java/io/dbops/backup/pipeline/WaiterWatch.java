package io.dbops.backup.pipeline;

import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.spi.Sleeper;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks, about once a second and on a thread of its own, for sessions that wait for a snapshot; tells the listener of each once,
 * and gives way when the policy says so. That it cannot see is a warning, and the backup goes on.
 */
final class WaiterWatch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** How many looks are left out after one that failed. */
    private static final int PAUSE = 10;

    /** How long readers have to end by themselves, so that their connections can be given back; then the locks go with them. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long a look that is under way may take once the backup has ended. */
    private static final long LAST_LOOK_MILLIS = 2_000;

    private final BlockingSnapshot snapshot;
    private final Waiters waiters;
    private final Progress progress;
    private final Sleeper sleeper;
    private final Thread thread;
    private @Nullable BlockedWatch watch;
    private boolean warned;
    private boolean looking;
    private boolean stopped;

    private WaiterWatch(
            BlockingSnapshot snapshot,
            Waiters waiters,
            Progress progress,
            Sleeper sleeper,
            String name,
            Consumer<DbOpsException> giveWay) {
        this.snapshot = snapshot;
        this.waiters = waiters;
        this.progress = progress;
        this.sleeper = sleeper;
        this.thread = new Thread(() -> run(giveWay), name);
        thread.setDaemon(true);
    }

    /** Begins to look; only after all readers are open, so that none of them lacks the connection that this one borrows. */
    static WaiterWatch start(
            BlockingSnapshot snapshot,
            Waiters waiters,
            Progress progress,
            Sleeper sleeper,
            String name,
            Consumer<DbOpsException> giveWay) {
        WaiterWatch watch = new WaiterWatch(snapshot, waiters, progress, sleeper, name, giveWay);
        watch.thread.start();
        return watch;
    }

    private void run(Consumer<DbOpsException> giveWay) {
        try {
            int pause = 0;
            while (true) {
                sleeper.sleep(BETWEEN_LOOKS);
                if (pause-- > 0) {
                    continue;
                }
                if (!beginLook()) {
                    return;
                }
                Optional<List<BlockedSession>> seen = look();
                if (!endLook()) {
                    return;
                }
                pause = seen.isPresent() ? 0 : PAUSE;
                Optional<DbOpsException> reason = waiters.see(seen.orElse(List.of()), progress);
                if (reason.isPresent()) {
                    giveWay.accept(reason.get());
                    sleeper.sleep(GRACE);
                    snapshot.release();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed while it slept
        } finally {
            closeWatch();
        }
    }

    private Optional<List<BlockedSession>> look() {
        try {
            BlockedWatch open = watch;
            if (open == null) {
                open = snapshot.watch();
                watch = open;
            }
            return Optional.of(open.blocked());
        } catch (SQLException | RuntimeException e) {
            closeWatch();
            if (!warned && !isStopped()) {
                warned = true;
                progress.warning("", "who waits for this backup cannot be seen: " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void closeWatch() {
        BlockedWatch open = watch;
        watch = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException | RuntimeException e) {
                progress.warning("", "the connection that looked for waiting sessions was lost: " + e.getMessage());
            }
        }
    }

    private synchronized boolean beginLook() {
        looking = !stopped;
        return looking;
    }

    /** Whether to go on. */
    private synchronized boolean endLook() {
        looking = false;
        return !stopped;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /**
     * Ends it and gives its connection back. A look that is under way is not interrupted at once: with some drivers that
     * costs the connection.
     */
    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
            if (!looking) {
                thread.interrupt();
            }
        }
        boolean interrupted = join();
        if (thread.isAlive()) {
            thread.interrupt(); // it may wait for a connection that the pool does not have
            interrupted |= join();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean join() {
        boolean interrupted = false;
        long end = System.nanoTime() + LAST_LOOK_MILLIS * 1_000_000;
        for (long left = LAST_LOOK_MILLIS; left > 0 && thread.isAlive(); left = (end - System.nanoTime()) / 1_000_000) {
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
