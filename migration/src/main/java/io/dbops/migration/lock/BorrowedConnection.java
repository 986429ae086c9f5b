package io.dbops.migration.lock;

import io.dbops.spi.call.Abort;
import io.dbops.spi.sql.SessionControl;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the application's. It works in auto-commit mode here and goes back exactly as it came; if that fails it
 * is aborted, so that no pool hands it out again. Used by one thread.
 */
public final class BorrowedConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BorrowedConnection.class);

    private final Connection connection;
    private final boolean autoCommit;
    private boolean readOnly;
    private int isolation = -1;
    private @Nullable SessionControl sessions;
    private String captured = "";

    private BorrowedConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
    }

    /** Borrows one, in auto-commit mode. */
    public static BorrowedConnection from(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            BorrowedConnection borrowed = new BorrowedConnection(LazyAutoCommit.over(connection));
            if (!borrowed.autoCommit) {
                borrowed.connection.setAutoCommit(true);
            }
            return borrowed;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /**
     * Borrows one that stays idle for long between small statements, each a transaction of its own.
     *
     * @param pooled whether its session is handed on between transactions, so that nothing of it may be set for longer
     */
    static BorrowedConnection idle(DataSource source, SessionControl control, boolean pooled) throws SQLException {
        BorrowedConnection borrowed = from(source);
        try {
            borrowed.prepareForWork(control);
            borrowed.get().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            if (!pooled) {
                control.keepAlive(borrowed.get());
            }
            return borrowed;
        } catch (SQLException | RuntimeException e) {
            borrowed.close();
            throw e;
        }
    }

    public Connection get() {
        return connection;
    }

    /** Remembers the session's settings and isolation, so that they can be changed; makes it writable. */
    public void prepareForWork(SessionControl control) throws SQLException {
        readOnly = connection.isReadOnly();
        if (readOnly) {
            connection.setReadOnly(false);
        }
        isolation = connection.getTransactionIsolation();
        captured = control.capture(connection);
        sessions = control;
    }

    /** Puts the session's settings back as they were at {@link #prepareForWork}. */
    public void resetSession() throws SQLException {
        if (sessions != null) {
            sessions.restore(connection, captured);
        }
    }

    /** Ends its session, from whatever thread; nobody gets it again. */
    void abort() {
        try {
            Abort.of(connection);
        } catch (SQLException e) {
            LOG.warn("A session could not be ended: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        try (Connection closing = connection) {
            giveBack(closing);
        } catch (SQLException e) {
            LOG.warn("A connection could not be closed: {}", e.getMessage());
        }
    }

    private void giveBack(Connection closing) throws SQLException {
        try {
            if (closing.isClosed()) {
                return;
            }
            if (!closing.getAutoCommit()) {
                closing.rollback();
                closing.setAutoCommit(true);
            }
            if (sessions != null) {
                resetSession();
                if (closing.getTransactionIsolation() != isolation) {
                    closing.setTransactionIsolation(isolation);
                }
                if (closing.isReadOnly() != readOnly) {
                    closing.setReadOnly(readOnly);
                }
            }
            if (!autoCommit) {
                closing.setAutoCommit(false);
            }
        } catch (SQLException e) {
            LOG.warn("A connection cannot be given back as it came, so it is aborted: {}", e.getMessage());
            closing.abort(Runnable::run);
        }
    }
}
