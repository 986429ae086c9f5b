package io.dbops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

final class CountingDataSourceTest {

    private final CountingDataSource source = CountingDataSource.over(h2());

    static DataSource h2() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    @Test
    void connectionsAreCountedOutAndIn() throws SQLException {
        try (Connection one = source.getConnection()) {
            try (Connection two = source.getConnection()) {
                assertThat(source.out()).isEqualTo(2);
                assertThat(one.equals(same(one))).isTrue();
                assertThat(one).isNotEqualTo(two);
            }
            assertThat(source.out()).isEqualTo(1);
        }
        assertThat(source.borrowed()).isEqualTo(2);
        assertThat(source.returned()).isEqualTo(2);
        assertThat(source.mostOut()).isEqualTo(2);
        assertThat(source.changes()).isEmpty();
    }

    @Test
    void aConnectionThatIsClosedTwiceIsCountedOnce() throws SQLException {
        Connection connection = source.getConnection();
        connection.close();
        connection.close();
        assertThat(source.returned()).isEqualTo(1);
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void everyChangeOfStateIsTold() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA other");
            connection.setSchema("OTHER");
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }
        assertThat(source.changes())
                .containsExactly(
                        "connection 1 came back with auto-commit false instead of true",
                        "connection 1 came back with isolation 8 instead of 2",
                        "connection 1 came back with schema OTHER instead of PUBLIC");
    }

    @Test
    void whatWasPutBackIsNoChange() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setAutoCommit(true);
        }
        assertThat(source.changes()).isEmpty();
    }

    @Test
    void anObservationAddsWhatJdbcDoesNotTell() throws SQLException {
        CountingDataSource observed = CountingDataSource.over(h2(), CountingDataSourceTest::lockTimeout);
        try (Connection connection = observed.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET LOCK_TIMEOUT 77");
        }
        assertThat(observed.changes()).singleElement().asString().contains("settings 77 instead of ");
    }

    @Test
    void anAbortedConnectionCameBackUnchanged() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.abort(Runnable::run);
        }
        assertThat(source.out()).isZero();
        assertThat(source.changes()).isEmpty();
    }

    @Test
    void theDriversOwnExceptionsComeOut() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELEC")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection.setSchema("MISSING")).isInstanceOf(SQLException.class);
        }
    }

    /** The same object by another way, as a pool would find it in a collection. */
    private static Object same(Connection connection) {
        return List.of(connection).get(0);
    }

    private static String lockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT LOCK_TIMEOUT()")) {
            row.next();
            return row.getString(1);
        }
    }
}
