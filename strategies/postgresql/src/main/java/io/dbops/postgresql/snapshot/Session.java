package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.call.Abort;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * One borrowed connection. All settings are made with SET LOCAL, so that the end of a transaction undoes them, also behind a
 * transaction pooler. Used by one thread, except {@link #cancel}.
 */
final class Session implements AutoCloseable {

    /**
     * What makes values read the same everywhere, and nothing end a long wait. {@code row_security = off} turns a silently
     * halved table into an error; {@code lc_monetary} decides how money is spelled.
     */
    private static final String COMMON =
            "SET LOCAL search_path = ''; SET LOCAL row_security = off; SET LOCAL TimeZone = 'UTC';"
                    + " SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 3;"
                    + " SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL client_encoding = 'UTF8';"
                    + " SET LOCAL xmloption = 'content'; SET LOCAL statement_timeout = 0;"
                    + " SET LOCAL idle_in_transaction_session_timeout = 0";

    /** Definitions with every identifier quoted can be run by versions that have more reserved words. */
    private static final String READING =
            "; SET LOCAL quote_all_identifiers = on; SET LOCAL synchronize_seqscans = off";

    private static final String LOADING = "; SET LOCAL check_function_bodies = off; SET LOCAL default_tablespace = '';"
            + " SET LOCAL default_table_access_method = 'heap'; SET LOCAL client_min_messages = 'warning'";

    private final Connection connection;
    private final boolean borrowed;
    private final boolean autoCommit;
    private final PGConnection driver;

    private Session(Connection connection, boolean borrowed) throws SQLException {
        this.connection = connection;
        this.borrowed = borrowed;
        this.driver = driver(connection);
        this.autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
    }

    /** Uses a connection that stays the caller's. */
    static Session over(Connection connection) throws SQLException {
        return new Session(connection, false);
    }

    static Session borrow(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new Session(connection, true);
        } catch (SQLException | RuntimeException e) {
            closeAfter(connection, e);
            throw e;
        }
    }

    private static PGConnection driver(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw DbOpsException.of(
                            ErrorCode.UNSUPPORTED, "The connection does not unwrap to org.postgresql.PGConnection.")
                    .hint("Backups of PostgreSQL need the driver org.postgresql:postgresql.")
                    .build();
        }
        return connection.unwrap(PGConnection.class);
    }

    private static void closeAfter(AutoCloseable closeable, Exception failure) {
        try {
            closeable.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    Connection connection() {
        return connection;
    }

    PGConnection driver() {
        return driver;
    }

    /** Begins a transaction whose snapshot is taken by its first query, and not yet. */
    void beginRead() throws SQLException {
        begin("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ", READING);
    }

    /** Begins a transaction that sees another's exported snapshot. */
    void beginRead(String snapshot) throws SQLException {
        begin(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '" + snapshot
                        + "'; ",
                READING);
    }

    void beginLoad() throws SQLException {
        begin("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE; ", LOADING);
    }

    private void begin(String first, String last) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        execute(first + COMMON + (major >= 17 ? "; SET LOCAL transaction_timeout = 0" : "") + last);
    }

    /** As it stands: braces and question marks are SQL, not JDBC's. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Rolls back after a failure, which keeps what went wrong then. */
    void rollbackAfter(Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** The server's process; inside a transaction it is the same for all of it, also behind a transaction pooler. */
    int backend() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Ends the session, and its transaction with it, whatever it is doing; any thread. */
    void abort() {
        try {
            Abort.of(connection);
        } catch (SQLException e) {
            throw DbOpsException.of(ErrorCode.CONNECTION, "A session could not be ended.")
                    .cause(e)
                    .build();
        }
    }

    /** Cancels what the connection is running; any thread. A connection that is gone has nothing to cancel. */
    void cancel() {
        try {
            driver.cancelQuery();
        } catch (SQLException e) {
            throw DbOpsException.of(ErrorCode.CONNECTION, "A running COPY could not be cancelled.")
                    .cause(e)
                    .build();
        }
    }

    /** Gives the connection back as it came; one that cannot be put back is cut, never returned. */
    @Override
    public void close() throws SQLException {
        try {
            if (!connection.isClosed()) {
                putBack();
            }
        } finally {
            if (borrowed) {
                connection.close();
            }
        }
    }

    private void putBack() throws SQLException {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }
}
