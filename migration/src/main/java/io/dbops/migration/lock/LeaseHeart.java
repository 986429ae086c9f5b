package io.dbops.migration.lock;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.call.InterruptFlag;
import io.dbops.spi.sql.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the holder's signs of life: a daemon thread that renews the lease six times in its duration, on a connection of its
 * own, so that a statement that runs for long does not silence it. A connection that fails is replaced. Thread-safe.
 */
final class LeaseHeart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHeart.class);
    private static final int BEATS = 6;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DataSource source;
    private final DatabaseDialect dialect;
    private final LeaseRequest lease;
    private final LeaseTerm term;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    /** Guards the connection while it is used. */
    private final ReentrantLock beating = new ReentrantLock();

    private volatile @Nullable BorrowedConnection connection;
    private volatile boolean lost;

    private LeaseHeart(
            DataSource source, DatabaseDialect dialect, LeaseRequest lease, BorrowedConnection connection, long begun) {
        this.source = source;
        this.dialect = dialect;
        this.lease = lease;
        this.connection = connection;
        this.term = new LeaseTerm(lease.nanoTime(), lease.duration(), begun);
        this.thread = new Thread(this::run, "dbops-lease-" + lease.name());
        thread.setDaemon(true);
    }

    /**
     * Begins to beat for a lease that was just taken.
     *
     * @param connection the heart's to use, replace and give back
     * @param begun when the taking was begun
     */
    static LeaseHeart start(
            DataSource source, DatabaseDialect dialect, LeaseRequest lease, BorrowedConnection connection, long begun) {
        LeaseHeart heart = new LeaseHeart(source, dialect, lease, connection, begun);
        heart.thread.start();
        return heart;
    }

    private void run() {
        long pause = lease.duration().toNanos() / BEATS;
        try {
            while (!lost && !stop.await(pause, TimeUnit.NANOSECONDS)) {
                beat();
            }
            stop.await();
        } catch (InterruptedException e) {
            LOG.debug("The heart of the lease {} was told to end", lease.name());
        }
        end();
    }

    /** Whether the lease is ours still; asks the database only when the last sign of life is too old to be sure. */
    boolean isHeld() {
        // the second beat is for a connection that had to be replaced
        return !lost && (term.runs() || beat() || (!lost && beat()));
    }

    /** Whether the lease is another's by now, for certain. */
    boolean isLost() {
        beat();
        return lost;
    }

    /** One sign of life; returns whether the database took it as one of the holder's. */
    private boolean beat() {
        boolean mine = false;
        try {
            // another beat that is under way may hang as long as the network lets it
            mine = beating.tryLock(lease.duration().toNanos(), TimeUnit.NANOSECONDS);
            if (!mine) {
                return false;
            }
            long begin = lease.nanoTime().getAsLong();
            boolean held = lease.table().renew(connected().get(), lease.name(), lease.token());
            if (held) {
                term.renewed(begin);
            } else {
                lost = true;
            }
            return held;
        } catch (SQLException e) {
            failed(e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (mine) {
                beating.unlock();
            }
        }
    }

    private BorrowedConnection connected() throws SQLException {
        BorrowedConnection current = connection;
        if (current == null) {
            current = BorrowedConnection.idle(source, dialect.sessions(), lease.pooled());
            connection = current;
        }
        return current;
    }

    private void failed(SQLException cause) {
        LOG.debug("A lease could not be renewed: {}", cause.getMessage());
        SqlFailure kind = dialect.classify(cause);
        BorrowedConnection current = connection;
        if (current != null && kind != SqlFailure.SERIALIZATION && kind != SqlFailure.LOCK_TIMEOUT) {
            connection = null;
            current.abort();
            current.close();
        }
    }

    /** The thread's last act, so that whatever holds it up, nothing is left behind in the end. */
    private void end() {
        InterruptFlag.setAside();
        beating.lock();
        try {
            BorrowedConnection current = connection;
            connection = null;
            if (current != null) {
                release(current);
                current.close();
            }
        } finally {
            beating.unlock();
        }
    }

    private void release(BorrowedConnection current) {
        try {
            if (!lost) {
                lease.table().release(current.get(), lease.name(), lease.token());
            }
        } catch (SQLException e) {
            LOG.warn("The lease {} could not be released and will run out: {}", lease.name(), e.getMessage());
            current.abort();
        }
    }

    /** Stops beating, frees the lease, gives the connection back. Bounded: a connection that hangs is ended. Never fails. */
    @Override
    public void close() {
        boolean interrupted = InterruptFlag.setAside();
        stop.countDown();
        try {
            thread.join(GRACE.toMillis());
            if (thread.isAlive()) {
                BorrowedConnection hanging = connection;
                if (hanging != null) {
                    hanging.abort();
                }
                thread.interrupt();
                thread.join(GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            InterruptFlag.raise();
        }
    }
}
