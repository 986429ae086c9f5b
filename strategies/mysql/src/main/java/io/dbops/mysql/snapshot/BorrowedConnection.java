package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import io.dbops.mysql.server.SessionSettings;
import io.dbops.spi.call.Abort;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection that goes back exactly as it came, or is aborted. Transactions are begun and ended by statements: JDBC's
 * auto-commit stays on, so that no driver ends one of ours. Used by one thread at a time.
 */
final class BorrowedConnection implements AutoCloseable {

    private static final Map<String, String> COMMON = Map.of(
            "time_zone", "+00:00",
            "sql_select_limit", "18446744073709551615",
            "max_execution_time", "0",
            "max_statement_time", "0",
            "information_schema_stats_expiry", "0",
            "net_read_timeout", "86400",
            "net_write_timeout", "86400");

    private final Connection connection;
    private final boolean autoCommit;
    private final SessionSettings came;
    private final Product product;
    private final long session;
    private volatile boolean unusable;

    private BorrowedConnection(Connection connection, Product product) throws SQLException {
        this.connection = connection;
        this.product = product;
        this.autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
        this.came = SessionSettings.read(connection);
        this.session = session(connection);
    }

    private static long session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Borrows, and gives the session the settings under which values are written and read. */
    static BorrowedConnection borrow(DataSource connections, Map<String, String> more) throws SQLException {
        Connection connection = connections.getConnection();
        BorrowedConnection borrowed;
        try {
            borrowed = new BorrowedConnection(connection, productOf(connection));
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, connection::close);
            throw e;
        }
        try {
            borrowed.prepare(more);
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, borrowed::close);
            throw e;
        }
        return borrowed;
    }

    /** Something that releases. */
    interface Release {
        void run() throws SQLException;
    }

    /** Releases after a failure; a second failure is kept with the first. */
    static void closeAfter(Exception failure, Release release) {
        try {
            release.run();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void prepare(Map<String, String> more) throws SQLException {
        for (Map<String, String> settings : List.of(COMMON, more)) {
            for (Map.Entry<String, String> each : settings.entrySet()) {
                // a variable that the server does not have was not read either
                if (came.get(each.getKey()) != null) {
                    SessionSettings.set(connection, each.getKey(), each.getValue());
                }
            }
        }
        came.lengthenIdleTime(connection);
    }

    static Product productOf(Connection connection) throws SQLException {
        DatabaseIdentity identity = DatabaseIdentity.of(connection);
        return Product.of(identity).orElseThrow(() -> DbOpsException.of(
                        ErrorCode.UNSUPPORTED, "the connection reaches " + identity + ", not MySQL or MariaDB")
                .build());
    }

    Connection connection() {
        return connection;
    }

    /** The server's number of this session. */
    long session() {
        return session;
    }

    /** Ends the session with all its locks, whatever it is doing; any thread. */
    void abort() {
        markUnusable();
        try {
            Abort.of(connection);
        } catch (SQLException e) {
            throw DbOpsException.of(ErrorCode.CONNECTION, "session " + session + " could not be ended")
                    .cause(e)
                    .build();
        }
    }

    Product product() {
        return product;
    }

    /** Whether this session has that variable. */
    boolean knows(String variable) {
        return came.get(variable) != null;
    }

    /** The current database, for which unqualified names stand. */
    Optional<String> database() throws SQLException {
        return Optional.ofNullable(queryText("SELECT DATABASE()"));
    }

    void use(String database) throws SQLException {
        execute("USE " + Quoting.identifier(database));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Nullable
    String queryText(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Ends the physical connection at {@link #close} instead of giving it back; any thread. */
    void markUnusable() {
        unusable = true;
    }

    boolean usable() {
        return !unusable;
    }

    /** Ends what is open and restores what was changed; when that fails, ends the session: a pool must not lend it again. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (unusable) {
                connection.abort(Runnable::run);
                return;
            }
            try {
                execute("ROLLBACK");
                execute("UNLOCK TABLES");
                came.apply(connection);
                if (!autoCommit) {
                    connection.setAutoCommit(false);
                }
            } catch (SQLException e) {
                connection.abort(Runnable::run);
                throw e;
            }
        }
    }
}
