package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The classes of {@link SqlFailure}, each by a refusal of a real database; part of {@link DialectTck}. */
abstract class FailureTck extends LockTck {

    private static final int ATTEMPTS = 5;

    @Test
    void refusalsAreClassifiedByWhatTheyAre() throws SQLException {
        Connection connection = connect();
        execute(connection, "CREATE TABLE parcel (id INT PRIMARY KEY, n INT)");
        assertThat(classOf(connection, "CREATE TABLE parcel (id INT)")).isEqualTo(SqlFailure.ALREADY_EXISTS);
        assertThat(classOf(connection, "SELECT id FROM letter")).isEqualTo(SqlFailure.NOT_FOUND);
        assertThat(classOf(connection, "DROP TABLE letter")).isEqualTo(SqlFailure.NOT_FOUND);
        assertThat(classOf(connection, "SELEC id FROM parcel")).isEqualTo(SqlFailure.OTHER);
        assertThat(classOf(connection, "INSERT INTO parcel (id) VALUES (NULL)")).isEqualTo(SqlFailure.OTHER);
    }

    @Test
    void aLockThatIsNotGrantedInTimeIsALockTimeout() throws SQLException {
        Connection holder = connect();
        Connection waiter = connect();
        execute(holder, "CREATE TABLE parcel (id INT PRIMARY KEY, n INT)");
        execute(holder, "INSERT INTO parcel VALUES (1, 1)");
        holder.setAutoCommit(false);
        execute(holder, "UPDATE parcel SET n = 2 WHERE id = 1");
        execute(waiter, boundLockWaits());
        assertThat(classOf(waiter, "UPDATE parcel SET n = 3 WHERE id = 1")).isEqualTo(SqlFailure.LOCK_TIMEOUT);
    }

    @Test
    void aLostConnectionIsClassifiedAsLost() throws SQLException {
        Connection connection = connect();
        connection.close();
        SQLException lost = assertThrows(SQLException.class, () -> execute(connection, "SELECT 1"));
        assertThat(dialect().classify(lost)).isEqualTo(SqlFailure.CONNECTION_LOST);
    }

    @Test
    void failuresAreNotClassifiedByTheirMessage() {
        for (String message : List.of(
                "relation \"parcel\" already exists",
                "Table 'parcel' doesn't exist",
                "Lock wait timeout exceeded",
                "connection lost")) {
            assertThat(dialect().classify(new SQLException(message))).isEqualTo(SqlFailure.OTHER);
        }
    }

    @Test
    void aStatementThatWasStoppedIsCancelled() throws Exception {
        Connection connection = connect();
        // With some drivers a cancellation that reaches the server before the statement is lost, and no other is sent.
        Optional<SQLException> failure = Optional.empty();
        for (int attempt = 0; failure.isEmpty() && attempt < ATTEMPTS; attempt++) {
            failure = stopped(connection);
        }
        assertThat(failure.map(dialect()::classify)).as("class of %s", failure).contains(SqlFailure.CANCELLED);
    }

    private Optional<SQLException> stopped(Connection connection) throws Exception {
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try (Statement statement = connection.createStatement()) {
            Future<Optional<SQLException>> running = runner.submit(() -> {
                try {
                    statement.execute(longQuery());
                    return Optional.empty();
                } catch (SQLException e) {
                    return Optional.of(e);
                }
            });
            while (!running.isDone()) {
                statement.cancel();
                Thread.sleep(50);
            }
            return running.get();
        } finally {
            runner.shutdown();
        }
    }

    @Test
    void aStatementThatRanOutOfItsTimeIsCancelled() throws SQLException {
        try (Statement statement = connect().createStatement()) {
            statement.setQueryTimeout(1);
            SQLException failure = assertThrows(SQLException.class, () -> statement.execute(longQuery()));
            assertThat(dialect().classify(failure)).isEqualTo(SqlFailure.CANCELLED);
        }
    }

    @Test
    void whatARoleMayNotDoIsAPrivilege() throws Exception {
        execute(connect(), "CREATE TABLE parcel (id INT)");
        String parcel = quoted(currentSchema(connect())) + ".parcel";
        Connection stranger = stranger();
        assertThat(classOf(stranger, "SELECT id FROM " + parcel)).isEqualTo(SqlFailure.PRIVILEGE);
        assertThat(classOf(stranger, "INSERT INTO " + parcel + " VALUES (1)")).isEqualTo(SqlFailure.PRIVILEGE);
        assertThat(classOf(stranger, "DROP TABLE " + parcel)).isEqualTo(SqlFailure.PRIVILEGE);
    }

    @Test
    void theVictimOfADeadlockIsASerializationFailure() throws Exception {
        Connection first = connect();
        execute(first, "CREATE TABLE parcel (id INT PRIMARY KEY, n INT)");
        execute(first, "INSERT INTO parcel VALUES (0, 0)");
        execute(first, "INSERT INTO parcel VALUES (1, 0)");
        List<Connection> both = List.of(first, connect());
        CyclicBarrier together = new CyclicBarrier(2);
        List<Optional<SqlFailure>> failures = Parallel.run(2, number -> {
            Connection own = both.get(number);
            own.setAutoCommit(false);
            execute(own, "UPDATE parcel SET n = 1 WHERE id = " + number);
            together.await(noWait().toSeconds(), TimeUnit.SECONDS);
            try {
                execute(own, "UPDATE parcel SET n = 1 WHERE id = " + (1 - number));
                return Optional.empty();
            } catch (SQLException e) {
                return Optional.of(dialect().classify(e));
            } finally {
                own.rollback();
            }
        });
        assertThat(failures).containsOnlyOnce(Optional.of(SqlFailure.SERIALIZATION));
        assertThat(failures).containsOnlyOnce(Optional.empty());
    }

    private SqlFailure classOf(Connection connection, String sql) {
        return dialect().classify(assertThrows(SQLException.class, () -> execute(connection, sql), sql));
    }
}
