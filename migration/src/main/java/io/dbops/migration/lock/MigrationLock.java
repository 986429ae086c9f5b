package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The lock that makes one migrate at a time. Used by one thread. */
public sealed interface MigrationLock extends AutoCloseable permits ServerLock, LeaseRowLock {

    /** Fails when the lock is lost; asks the database, where that knows. */
    void check(String next) throws SQLException;

    /** Fails when the lock must be taken for lost; asked before each statement, so it asks nobody while all is well. */
    void checkStatement(String next);

    /**
     * Tells this holder from every other, in the journal, where the loss of the lock must keep what it writes from becoming
     * true; empty where the server's word is enough.
     */
    String token();

    /** The failure itself, or that the lock was lost, if that was behind it. */
    DbOpsException explain(DbOpsException failure);

    /** Frees the lock; gives its connection back. Never fails: a lock that cannot be released ends by itself. */
    @Override
    void close();

    /** Whether the pool has no second connection for the lock. */
    static boolean sharesPoolOfOne(DataSource source) {
        return PoolSize.of(source).orElse(0) == 1;
    }

    /** What a pool of one connection gets to hear. */
    static DbOpsException needsSecondConnection(String where) {
        return DbOpsException.of(
                        ErrorCode.CONFIGURATION,
                        "the pool has one connection, and " + where
                                + " the migration lock needs one beside the connection that migrates")
                .hint("Give the pool at least two connections, or migrate with a DataSource of its own.")
                .build();
    }

    /** What is thrown for a lock that is no longer ours. */
    static DbOpsException lost(String what) {
        return DbOpsException.of(ErrorCode.LOCK_LOST, what)
                .hint("Find out what stopped this process or cut its connections, and migrate again.")
                .build();
    }
}
