package io.dbops.h2;

import io.dbops.spi.sql.SessionLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A lock on H2, which has no advisory locks: an open transaction that has changed one row of the table {@code dbops_lock}.
 *
 * <p>The change, the holder's session id, is never committed: the row is free the moment the session ends, and a restored or
 * copied table holds no lock. A reader at READ UNCOMMITTED sees who holds it.
 */
final class RowLock implements SessionLock {

    /** The table's name. */
    static final String TABLE = "dbops_lock";

    private static final int LOCK_TIMEOUT = 50200;
    private static final int CONCURRENT_UPDATE = 90131;
    private static final int DUPLICATE_KEY = 23505;
    private static final int TABLE_EXISTS = 42101;
    private static final int NOT_ENOUGH_RIGHTS = 90096;

    /** There is no such table, and none at all. */
    private static final int TABLE_MISSING = 42102;

    private static final int NO_TABLES = 42104;

    private final String table;

    RowLock(UnaryOperator<String> quote) {
        this.table = quote.apply(TABLE);
    }

    @Override
    public boolean tryAcquire(Connection connection, String name) throws SQLException {
        try {
            ensureRow(connection, name);
            connection.setAutoCommit(false);
            if (lockRow(connection, name)) {
                return true;
            }
            connection.rollback();
            return false;
        } catch (SQLException e) {
            rollback(connection, e);
            if (isBusy(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean isHeld(Connection connection, String name) throws SQLException {
        // Only the transaction that wrote it sees it: a session that reconnected by itself does not.
        String query = "SELECT 1 FROM " + table + " WHERE name = ? AND holder = CAST(SESSION_ID() AS VARCHAR)";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            if (isAbsent(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void release(Connection connection, String name) throws SQLException {
        connection.rollback();
    }

    @Override
    public Optional<String> holder(Connection connection, String name) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        try {
            return readHolder(connection, name);
        } catch (SQLException e) {
            if (isAbsent(e) || e.getErrorCode() == NOT_ENOUGH_RIGHTS) {
                // a clean may have dropped it just now: nobody holds it
                return Optional.empty();
            }
            throw e;
        } finally {
            connection.setTransactionIsolation(isolation);
        }
    }

    @Override
    public boolean sharesConnection() {
        // The first DDL of a migration would commit, and so end, the transaction that is the lock.
        return false;
    }

    private Optional<String> readHolder(Connection connection, String name) throws SQLException {
        String query = "SELECT l.holder, s.USER_NAME, s.CLIENT_ADDR, s.SESSION_START FROM " + table
                + " l LEFT JOIN INFORMATION_SCHEMA.SESSIONS s ON CAST(s.SESSION_ID AS VARCHAR) = l.holder"
                + " WHERE l.name = ? AND l.holder <> ''";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String address = row.getString(3);
                return Optional.of("session " + row.getString(1) + " of user " + row.getString(2)
                        + " from " + (address == null ? "this process" : address) + ", connected since "
                        + row.getString(4));
            }
        }
    }

    private void ensureRow(Connection connection, String name) throws SQLException {
        connection.setAutoCommit(true);
        if (hasRow(connection, name)) {
            return;
        }
        try (Statement create = connection.createStatement()) {
            create.execute("CREATE TABLE IF NOT EXISTS " + table
                    + "(name VARCHAR(200) PRIMARY KEY, holder VARCHAR(40) NOT NULL)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, '')")) {
            insert.setString(1, name);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (e.getErrorCode() != DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    private boolean hasRow(Connection connection, String name) throws SQLException {
        String exists = "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = SCHEMA() AND TABLE_NAME = ?";
        try (PreparedStatement statement = connection.prepareStatement(exists)) {
            statement.setString(1, TABLE);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM " + table + " WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean lockRow(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM " + table + " WHERE name = ? FOR UPDATE NOWAIT")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
            }
        }
        String take = "UPDATE " + table + " SET holder = CAST(SESSION_ID() AS VARCHAR) WHERE name = ?";
        try (PreparedStatement update = connection.prepareStatement(take)) {
            update.setString(1, name);
            return update.executeUpdate() == 1;
        }
    }

    /** Nobody has taken a lock in this schema yet. */
    private static boolean isAbsent(SQLException e) {
        return e.getErrorCode() == TABLE_MISSING || e.getErrorCode() == NO_TABLES;
    }

    private static boolean isBusy(SQLException e) {
        int code = e.getErrorCode();
        // A table that vanishes between two statements was dropped by a clean; the next try makes it anew.
        return code == LOCK_TIMEOUT || code == CONCURRENT_UPDATE || code == TABLE_EXISTS || isAbsent(e);
    }

    private static void rollback(Connection connection, SQLException reason) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
