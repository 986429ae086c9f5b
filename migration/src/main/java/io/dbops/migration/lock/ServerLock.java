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

/** The server's own lock; lives with a connection of its own where there can be one. */
public final class ServerLock implements MigrationLock {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLock.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final BorrowedConnection borrowed;
    private final boolean own;
    private final SessionLock lock;
    private final String name;
    private final String token;

    private ServerLock(BorrowedConnection borrowed, boolean own, SessionLock lock, String name, String token) {
        this.borrowed = borrowed;
        this.own = own;
        this.lock = lock;
        this.name = name;
        this.token = token;
    }

    /**
     * Waits for the lock, within bounds.
     *
     * @param source gives the lock's own connection
     * @param working runs the migrations; holds the lock too when the pool has no other
     * @param token tells this holder from every other where a pooler hands sessions on, so that nobody who loses the lock can be
     *     seen to be gone; empty elsewhere
     */
    public static ServerLock acquire(
            DataSource source,
            BorrowedConnection working,
            DatabaseDialect dialect,
            String name,
            String token,
            LockWait wait)
            throws SQLException {
        SessionLock lock = dialect.sessionLock();
        boolean shared = MigrationLock.sharesPoolOfOne(source);
        if (shared && !lock.sharesConnection()) {
            throw MigrationLock.needsSecondConnection("on " + dialect.id());
        }
        BorrowedConnection holder =
                shared ? working : BorrowedConnection.idle(source, dialect.sessions(), !token.isEmpty());
        try {
            if (shared) {
                dialect.sessions().keepAlive(holder.get());
            }
            await(lock, holder.get(), name, wait);
            return new ServerLock(holder, !shared, lock, name, token);
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
            wait.deadline().check(LockWait.FOR_LOCK);
            String holder = lock.holder(connection, name).orElse("a session that this role cannot see");
            if (!wait.clock().instant().isBefore(end)) {
                throw wait.inVain(
                        name,
                        holder,
                        "Wait for that migration to end, or end its session; the lock then frees" + " itself.");
            }
            if (!shown.equals(holder)) {
                wait.waiting("for the migration lock, held by " + holder);
                shown = holder;
            }
            wait.deadline().sleep(wait.sleeper(), POLL, LockWait.FOR_LOCK);
        }
    }

    /** Fails when the lock is lost, with its session. */
    @Override
    public void check(String next) throws SQLException {
        if (!lock.isHeld(borrowed.get(), name)) {
            throw lost(next);
        }
    }

    /**
     * Nothing where sessions are the connections' own: whoever gets the lock next waits until the session that executes here is
     * gone. Behind a pooler none goes, so that the lock itself is asked for.
     */
    @Override
    public void checkStatement(String next) {
        if (token.isEmpty()) {
            return;
        }
        try {
            check(next);
        } catch (SQLException e) {
            DbOpsException lost = lost(next);
            lost.addSuppressed(e);
            throw lost;
        }
    }

    private static DbOpsException lost(String next) {
        return DbOpsException.of(ErrorCode.LOCK_LOST, "the migration lock was lost before " + next)
                .hint("Find out what ends idle sessions, a proxy or the server, and migrate again.")
                .build();
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public DbOpsException explain(DbOpsException failure) {
        return failure;
    }

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
            borrowed.abort();
        }
        if (own) {
            borrowed.close();
        }
    }
}
