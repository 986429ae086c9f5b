package io.dbops.postgresql;

import io.dbops.spi.sql.SessionLock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A transaction-level advisory lock, held by a READ COMMITTED transaction that stays open and idle. A transaction keeps its
 * server session even behind a transaction pooler, which a session-level lock does not; and between statements it holds no
 * snapshot, so that {@code CREATE INDEX CONCURRENTLY} and VACUUM need not wait for it.
 *
 * <p>The second half is true only with care: over the extended protocol a finished SELECT keeps its snapshot, and so the
 * session's {@code backend_xmin}, until its portal is dropped. Hence every SELECT here runs without a cursor (fetch size 0)
 * and is followed, in the same round trip, by a command that needs no snapshot and takes the unnamed portal over.
 */
final class AdvisoryLock implements SessionLock {

    /** Advisory locks are separate per database on the server; the database's name, which poolers may alias, adds nothing. */
    private static final String KEY_PREFIX = "io.dbops:";

    @Override
    public boolean tryAcquire(Connection connection, String name) throws SQLException {
        if (connection.getAutoCommit()) {
            connection.setAutoCommit(false);
        } else {
            // The isolation level can be chosen only before the first query of a transaction.
            connection.rollback();
        }
        boolean acquired = false;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(0);
            acquired = firstResult(statement, acquisition(connection, key(name)));
        } finally {
            if (!acquired) {
                endTransaction(connection);
            }
        }
        return acquired;
    }

    private static String acquisition(Connection connection, long key) throws SQLException {
        return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT pg_catalog.pg_try_advisory_xact_lock(" + key
                + "); " + IdleTimeouts.disableLocally(connection.getMetaData().getDatabaseMajorVersion());
    }

    @Override
    public boolean isHeld(Connection connection, String name) throws SQLException {
        if (connection.getAutoCommit()) {
            return false;
        }
        // The function, and not the view pg_locks: reading a view would lock relations until the transaction ends.
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(0);
            long key = key(name);
            return firstResult(
                    statement,
                    "SELECT count(*) > 0 FROM pg_catalog.pg_lock_status() l WHERE l.locktype = 'advisory' AND l.granted"
                            + " AND l.pid = pg_catalog.pg_backend_pid() AND l.classid = " + highHalf(key)
                            + " AND l.objid = " + lowHalf(key) + " AND l.objsubid = 1; SHOW server_version_num");
        }
    }

    /** {@inheritDoc} Turns auto-commit on, which {@link #tryAcquire} turned off. */
    @Override
    public void release(Connection connection, String name) throws SQLException {
        endTransaction(connection);
    }

    @Override
    public Optional<String> holder(Connection connection, String name) throws SQLException {
        long key = key(name);
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT l.pid, a.usename, a.client_addr, a.application_name, a.xact_start
                FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                  AND l.classid::bigint = ? AND l.objid::bigint = ?""")) {
            statement.setLong(1, highHalf(key));
            statement.setLong(2, lowHalf(key));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(describe(row)) : Optional.empty();
            }
        }
    }

    /** A role without pg_read_all_stats sees nulls for sessions of others. */
    private static String describe(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder("session ").append(row.getInt(1));
        append(text, " of user ", row.getString(2));
        append(text, " from ", row.getString(3));
        append(text, ", application ", row.getString(4));
        append(text, ", since ", row.getString(5));
        return text.toString();
    }

    private static void append(StringBuilder text, String label, String value) {
        if (value != null && !value.isEmpty()) {
            text.append(label).append(value);
        }
    }

    /**
     * No: the lock ends with its transaction, so a migration's commit would free it, and a session-level lock does not
     * survive a transaction pooler.
     */
    @Override
    public boolean sharesConnection() {
        return false;
    }

    private static void endTransaction(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            try {
                connection.rollback();
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Runs several statements in one round trip and returns the one row's one value of the only SELECT among them. */
    private static boolean firstResult(Statement statement, String sql) throws SQLException {
        boolean isResult = statement.execute(sql);
        while (!isResult) {
            if (statement.getUpdateCount() < 0) {
                throw new SQLException("The server returned no row for an advisory lock query.");
            }
            isResult = statement.getMoreResults();
        }
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    static long key(String name) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((KEY_PREFIX + name).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** pg_locks shows a 64-bit key as two unsigned halves. */
    static long highHalf(long key) {
        return key >>> 32;
    }

    static long lowHalf(long key) {
        return key & 0xFFFF_FFFFL;
    }
}
