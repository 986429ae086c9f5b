package io.dbops.testkit.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.LeakCheck;
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
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests of a dialect need of its database, and the connections of one test. */
abstract class DialectFixture {

    /** Looks after every test. */
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

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

    /** A new session of another role, which may log in, and has no right to anything in the database of the test. */
    protected abstract Connection connectAsStranger() throws Exception;

    /** A query that runs for several seconds at least, unless it is stopped. */
    protected abstract String longQuery();

    /**
     * Sets a variable under a name of the session's own, which the dialect puts back; empty where a database has none, or
     * shows and undoes none.
     */
    protected abstract Optional<String> setVariable();

    /** One row, one column: that variable; empty or NULL where it is not set. Asked for only where it can be set. */
    protected String readVariable() {
        throw new UnsupportedOperationException("a variable that can be set can be read");
    }

    /**
     * Statements that the database refuses inside a transaction, over {@code parcel(id INT PRIMARY KEY)}; by default none.
     */
    protected List<String> refusedInsideTransactions() {
        return List.of();
    }

    /**
     * The statement that loads what follows it in a script into {@code parcel(id INT PRIMARY KEY, name VARCHAR(100))}: lines of
     * {@code 1 tab one}, a tab in a name written as {@code \t}; by default empty, as most scripts carry no data.
     */
    protected Optional<String> loadStatement() {
        return Optional.empty();
    }

    /** Whether the database says where it stores a table, so that an emptied one is told from one that is not; by default not. */
    protected boolean tellsStorage() {
        return false;
    }

    /** More than any of these tests needs, and less than a lock that is waited for; by default 20 seconds. */
    protected Duration noWait() {
        return Duration.ofSeconds(20);
    }

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
        return ending(source.getConnection());
    }

    /** A stranger's session that ends with the test. */
    final Connection stranger() throws Exception {
        return ending(connectAsStranger());
    }

    private Connection ending(Connection connection) {
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
