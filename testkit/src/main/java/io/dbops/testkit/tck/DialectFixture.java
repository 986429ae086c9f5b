package io.dbops.testkit.tck;

import io.dbops.spi.DatabaseDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of a dialect need of its database, and the connections of one test. */
abstract class DialectFixture {

    /** More than any of these tests needs, and less than a lock that is waited for. */
    static final Duration NO_WAIT = Duration.ofSeconds(20);

    private final List<Connection> open = new ArrayList<>();
    private @Nullable DataSource source;

    /** The dialect under test. */
    protected abstract DatabaseDialect dialect();

    /** An empty database of the test's own, asked for before each test; each connection is a session of its own. */
    protected abstract DataSource emptyDatabase() throws Exception;

    /** Makes the session wait for a lock for about a second, and then fail. */
    protected abstract String boundLockWaits();

    /** Binds a session's number, as the dialect tells it; one number: how many transactions that session has open. */
    protected abstract String openTransactions();

    /** Statements that change settings as migrations do; each changes another one than its default. */
    protected abstract List<String> changesOfSettings();

    /** Makes the server end the session after about a second of idleness; empty where no server would. */
    protected abstract Optional<String> endWhenIdle();

    /** Drops the database of the test, after its connections were closed; by default nothing. */
    protected void dropDatabase() throws Exception {}

    @BeforeEach
    final void takeAnEmptyDatabase() throws Exception {
        source = emptyDatabase();
    }

    @AfterEach
    final void closeConnections() throws Exception {
        for (Connection connection : open) {
            if (!connection.isClosed()) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                connection.close();
            }
        }
        dropDatabase();
    }

    /** A new session that ends with the test. */
    final Connection connect() throws SQLException {
        if (source == null) {
            throw new IllegalStateException("no test runs");
        }
        Connection connection = source.getConnection();
        open.add(connection);
        return connection;
    }

    final String quoted(String identifier) {
        return dialect().quote(identifier);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    static List<String> query(Connection connection, String sql, Object... binds) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }

    final String currentSchema(Connection connection) throws SQLException {
        return query(connection, dialect().historySql().currentSchemaQuery()).get(0);
    }

    final boolean tableExists(Connection connection, String schema, String table) throws SQLException {
        return !query(connection, dialect().historySql().tableExistsQuery(), schema, table)
                .isEmpty();
    }

    final boolean hasOpenTransaction(Connection observer, String session) throws SQLException {
        return !query(observer, openTransactions(), session).get(0).equals("0");
    }

    /** Whether it comes true while the server has time to notice. */
    static boolean becomesTrue(Condition condition) throws Exception {
        for (int round = 0; round < 200; round++) {
            if (condition.holds()) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }
}
