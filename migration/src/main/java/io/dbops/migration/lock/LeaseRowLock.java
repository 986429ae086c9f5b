package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.history.LeaseRow;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * A row that says who may migrate and must be renewed, for databases that grant no lock. Who holds it is dead when it falls
 * silent for the lease's duration; the row is then taken over by a compare-and-set UPDATE.
 *
 * <p>A lease, unlike a session's lock, can be lost while its holder still runs. So the holder checks it before each statement,
 * and the journal's entry of the run, which carries the holder's token, is held in every transaction that records something:
 * see decision 0009.
 */
public final class LeaseRowLock implements MigrationLock {

    private static final Duration POLL = Duration.ofMillis(200);

    private final LeaseHeart heart;
    private final LeaseRequest lease;

    private LeaseRowLock(LeaseHeart heart, LeaseRequest lease) {
        this.heart = heart;
        this.lease = lease;
    }

    /**
     * Waits for the lease, within bounds.
     *
     * @param source gives the connection that renews it
     * @param working runs the migrations. The lease is taken on it: where several servers share the data, it then sees all
     *     that was written before the lease changed hands
     */
    public static LeaseRowLock acquire(
            DataSource source, BorrowedConnection working, DatabaseDialect dialect, LeaseRequest lease, LockWait wait)
            throws SQLException {
        if (MigrationLock.sharesPoolOfOne(source)) {
            throw MigrationLock.needsSecondConnection("with a lease row");
        }
        BorrowedConnection beating = BorrowedConnection.idle(source, dialect.sessions(), lease.pooled());
        try {
            lease.table().prepare(working.get(), lease.name());
            long begun = await(working.get(), dialect, lease, wait);
            return new LeaseRowLock(LeaseHeart.start(source, dialect, lease, beating, begun), lease);
        } catch (SQLException | RuntimeException e) {
            beating.close();
            throw e;
        }
    }

    /** Returns when the taking that succeeded was begun. */
    private static long await(Connection connection, DatabaseDialect dialect, LeaseRequest lease, LockWait wait)
            throws SQLException {
        String self = self(connection, dialect);
        Instant end = wait.clock().instant().plus(wait.longest());
        LeaseSight sight = new LeaseSight(lease.nanoTime());
        String shown = "";
        while (true) {
            LeaseRow row = read(connection, lease);
            long begun = lease.nanoTime().getAsLong();
            if ((row.isFree() || sight.isDead(row)) && take(connection, dialect, lease, row, self, wait)) {
                return begun;
            }
            wait.deadline().check(LockWait.FOR_LOCK);
            // a holder that gave no sign of life yet is watched to the end: a bound that is shorter would never see it
            // die
            if (!wait.clock().instant().isBefore(end) && (row.isFree() || sight.stirred())) {
                throw wait.inVain(
                        lease.name(),
                        holder(row),
                        "Wait for that migration to end; its lease runs out " + row.duration()
                                + " after the process that holds it has died.");
            }
            if (!row.isFree() && !shown.equals(row.holder())) {
                wait.waiting("for the migration lock, held by " + holder(row));
                shown = row.holder();
            }
            wait.deadline().sleep(wait.sleeper(), POLL, LockWait.FOR_LOCK);
        }
    }

    private static LeaseRow read(Connection connection, LeaseRequest lease) throws SQLException {
        return lease.table().read(connection, lease.name()).orElseThrow(() -> DbOpsException.of(
                        ErrorCode.MIGRATION_HISTORY, "the lease row " + lease.name() + " has been deleted")
                .hint("Leave the row alone and migrate again, which puts it back.")
                .build());
    }

    private static boolean take(
            Connection connection,
            DatabaseDialect dialect,
            LeaseRequest lease,
            LeaseRow seen,
            String self,
            LockWait wait)
            throws SQLException {
        LeaseRow next = new LeaseRow(
                lease.token(),
                seen.beat() + 1,
                lease.duration(),
                self,
                String.valueOf(wait.clock().instant()));
        try {
            return lease.table().take(connection, lease.name(), seen, next);
        } catch (SQLException e) {
            SqlFailure kind = dialect.classify(e);
            if (kind == SqlFailure.SERIALIZATION || kind == SqlFailure.LOCK_TIMEOUT) {
                return false; // someone else writes the row, and the next look tells what
            }
            throw e;
        }
    }

    private static String self(Connection connection, DatabaseDialect dialect) throws SQLException {
        SessionIdentity session = dialect.sessions().identify(connection);
        return "process " + ProcessHandle.current().pid() + ", session " + session.session() + ", user "
                + connection.getMetaData().getUserName() + ", server " + session.server();
    }

    private static String holder(LeaseRow row) {
        return row.isFree() ? "nobody, but others write to it" : row.heldBy() + ", since " + row.since();
    }

    @Override
    public void check(String next) {
        checkStatement(next);
    }

    @Override
    public void checkStatement(String next) {
        if (!heart.isHeld()) {
            throw MigrationLock.lost("the lease on the migration lock was lost before " + next
                    + ": this process was silent for longer than " + lease.duration()
                    + ", or the lease could not be confirmed");
        }
    }

    @Override
    public String token() {
        return lease.token();
    }

    @Override
    public DbOpsException explain(DbOpsException failure) {
        boolean asked = failure.code() == ErrorCode.INTERRUPTED || failure.code() == ErrorCode.DEADLINE;
        if (asked || failure.code() == ErrorCode.LOCK_LOST) {
            return failure;
        }
        boolean taken = heart.isLost();
        // who takes a lease over ends the session of the one that held it
        boolean unconfirmed = !taken && failure.code() == ErrorCode.CONNECTION && !heart.isHeld();
        if (!taken && !unconfirmed) {
            return failure;
        }
        DbOpsException.Builder builder = DbOpsException.of(
                        ErrorCode.LOCK_LOST,
                        "the lease on the migration lock was lost, "
                                + (taken ? "and another has taken it over: " : "or could not be confirmed: ")
                                + failure.what())
                .hint("Find out what stopped this process or cut its connections, and migrate again.")
                .cause(failure);
        failure.partialWork().ifPresent(builder::partialWork);
        return builder.build();
    }

    @Override
    public void close() {
        heart.close();
    }
}
