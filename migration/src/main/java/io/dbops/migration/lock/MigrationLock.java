package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.SessionLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lock that makes one migrate at a time; lives with a connection of its own where there can be one. One thread. */
public final class MigrationLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationLock.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final BorrowedConnection borrowed;
    private final boolean own;
    private final SessionLock lock;
    private final String name;

    private MigrationLock(BorrowedConnection borrowed, boolean own, SessionLock lock, String name) {
        this.borrowed = borrowed;
        this.own = own;
        this.lock = lock;
        this.name = name;
    }

    /**
     * Waits for the lock, within bounds.
     *
     * @param source gives the lock's own connection
     * @param working runs the migrations; holds the lock too when the pool has no other
     */
    public static MigrationLock acquire(
            DataSource source, BorrowedConnection working, DatabaseDialect dialect, String name, LockWait wait)
            throws SQLException {
        SessionLock lock = dialect.sessionLock();
        boolean shared = PoolSize.of(source).orElse(0) == 1;
        if (shared && !lock.sharesConnection()) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "the pool has one connection, and on " + dialect.id()
                                    + " the migration lock needs one beside the connection that migrates")
                    .hint("Give the pool at least two connections, or migrate with a DataSource of its own.")
                    .build();
        }
        BorrowedConnection holder = shared ? working : BorrowedConnection.from(source);
        try {
            if (!shared) {
                holder.prepareForWork(dialect.sessions());
                holder.get().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            dialect.sessions().keepAlive(holder.get());
            await(lock, holder.get(), name, wait);
            return new MigrationLock(holder, !shared, lock, name);
        } catch (SQLException | RuntimeException e) {
            if (!shared) {
                holder.close();
            }
            throw e;
        }
    }

    private static void await(SessionLock lock, Connection connection, String name, LockWait wait) throws SQLException {
        Instant end = wait.clock().instant().plus(wait.longest());
        String shown = "";
        while (!lock.tryAcquire(connection, name)) {
            wait.deadline().check("the migration lock was free");
            String holder = lock.holder(connection, name).orElse("a session that this role cannot see");
            if (!wait.clock().instant().isBefore(end)) {
                throw DbOpsException.of(
                                ErrorCode.LOCK_TIMEOUT,
                                "the migration lock " + name + " was not free within " + wait.longest()
                                        + "; it is held by " + holder)
                        .with("holder", holder)
                        .hint("Wait for that migration to end, or end its session; the lock then frees itself.")
                        .build();
            }
            if (!shown.equals(holder)) {
                wait.waiting("for the migration lock, held by " + holder);
                shown = holder;
            }
            wait.deadline().sleep(wait.sleeper(), POLL, "the migration lock was free");
        }
    }

    /** Fails when the lock is lost, with its session. */
    public void check(String next) throws SQLException {
        if (!lock.isHeld(borrowed.get(), name)) {
            throw DbOpsException.of(ErrorCode.CONNECTION, "the migration lock was lost before " + next)
                    .hint("Find out what ends idle sessions, a proxy or the server, and migrate again.")
                    .build();
        }
    }

    /** Frees the lock; gives its connection back. Never fails: a lock that cannot be released ends with its session. */
    @Override
    public void close() {
        try {
            if (!own) {
                // a migration that failed may have left settings that the lock's name depends on
                borrowed.resetSession();
            }
            lock.release(borrowed.get(), name);
        } catch (SQLException e) {
            LOG.warn("The migration lock could not be released, so its session is ended: {}", e.getMessage());
            abort();
        }
        if (own) {
            borrowed.close();
        }
    }

    private void abort() {
        try {
            borrowed.get().abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("The session of the migration lock could not be ended: {}", e.getMessage());
        }
    }
}
