package io.dbops.migration.execute;

import io.dbops.migration.history.StatementJournal;
import io.dbops.migration.lock.MigrationLock;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps a run that lost its lock from recording anything. A lease can be lost without this process being told (it stood
 * still, and so did its clock), so every transaction that records something holds the journal's entry of the run, which the
 * next holder replaces before it begins. Costs nothing where the server's lock needs no such proof. Used by one thread.
 */
public final class RunFence {

    private final StatementJournal journal;
    private final MigrationLock lock;
    private long step;

    public RunFence(StatementJournal journal, MigrationLock lock) {
        this.journal = journal;
        this.lock = lock;
    }

    /** Fails when the lock must be taken for lost; before each statement. */
    void check(String next) {
        lock.checkStatement(next);
    }

    /** In the transaction that is open: no other run begins before it ends. Fails when one has begun. */
    void hold(Connection connection) throws SQLException {
        if (!lock.token().isEmpty() && !journal.holdRun(connection, lock.token(), ++step)) {
            throw MigrationLock.lost(
                    "the lease on the migration lock was lost, and another run has begun: what this run did"
                            + " since its last entry in the journal is not recorded");
        }
    }

    /** Runs what records something, in a transaction that holds the run if that is needed. */
    void run(Connection connection, Transactions.Work work) throws SQLException {
        if (lock.token().isEmpty()) {
            work.run();
        } else {
            Transactions.run(connection, () -> {
                hold(connection);
                work.run();
            });
        }
    }
}
