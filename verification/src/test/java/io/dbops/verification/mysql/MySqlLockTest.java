package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.foreignConnections;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.mysql.MariaDbDialect;
import io.dbops.mysql.MySqlDialect;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** GET_LOCK, sessions and their settings, as the migration engine uses them. */
final class MySqlLockTest {

    private static DatabaseDialect dialect(ServerKind kind) {
        return kind.family() == Family.MYSQL ? new MySqlDialect() : new MariaDbDialect();
    }

    private static DataSource source(TestDatabase database, boolean foreign) {
        return foreign ? foreignConnections(database) : connections(database);
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL_8_0, false",
        "MYSQL_8_0, true",
        "MARIADB_10_11, false",
        "MARIADB_10_11, true",
        "MARIADB_11_4, false",
        "MARIADB_11_4, true"
    })
    void oneSessionAtATimeHoldsTheLockAndItsDeathFreesIt(ServerKind kind, boolean foreign) throws Exception {
        DatabaseDialect dialect = dialect(kind);
        SessionLock lock = dialect.sessionLock();
        String name = "history of " + "x".repeat(200);
        try (TestDatabase database = server(kind).createDatabase();
                Connection second = source(database, foreign).getConnection()) {
            Connection first = source(database, foreign).getConnection();
            SessionIdentity identity = dialect.sessions().identify(first);
            long id = Long.parseLong(
                    identity.session().substring(0, identity.session().indexOf('@')));

            assertThat(lock.holder(second, name)).isEmpty();
            assertThat(lock.tryAcquire(first, name)).isTrue();
            assertThat(lock.tryAcquire(second, name)).isFalse();
            assertThat(lock.isHeld(first, name)).isTrue();
            assertThat(lock.isHeld(second, name)).isFalse();
            assertThat(lock.holder(second, name)).get().asString().contains("session " + id);
            assertThat(lock.tryAcquire(second, "another")).isTrue();
            lock.release(second, "another");
            assertThatThrownBy(() -> lock.release(second, name)).isInstanceOf(SQLException.class);

            assertThat(lock.tryAcquire(first, name)).as("twice").isTrue();
            lock.release(first, name);
            assertThat(lock.isHeld(first, name)).isFalse();

            assertThat(lock.tryAcquire(first, name)).isTrue();
            assertThat(dialect.sessions().isAlive(second, identity)).isTrue();
            execute(connections(database), "KILL " + id);
            while (dialect.sessions().isAlive(second, identity)) {
                Thread.sleep(10);
            }
            while (!lock.tryAcquire(second, name)) {
                Thread.sleep(10);
            }
            assertThat(lock.isHeld(second, name)).isTrue();
            first.abort(Runnable::run);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void twoDatabasesOfOneServerDoNotWaitForEachOther(ServerKind kind) throws Exception {
        SessionLock lock = dialect(kind).sessionLock();
        try (TestDatabase one = server(kind).createDatabase();
                TestDatabase other = server(kind).createDatabase();
                Connection first = connections(one).getConnection();
                Connection second = connections(other).getConnection()) {
            assertThat(lock.tryAcquire(first, "history")).isTrue();
            assertThat(lock.tryAcquire(second, "history")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void aSessionOfAnEarlierRunOfTheServerIsDead(ServerKind kind) throws Exception {
        SessionControl sessions = dialect(kind).sessions();
        server(kind);
        try (DatabaseServer server = TestServers.startPrivate(kind)) {
            SessionIdentity identity;
            try (Connection connection = server.dataSource().getConnection()) {
                identity = sessions.identify(connection);
            }
            Thread.sleep(1_100); // a run begins in a second of its own
            server.restart();
            for (int i = 0; i < 50; i++) {
                server.dataSource().getConnection().close(); // the same numbers are handed out again
            }
            try (Connection observer = server.dataSource().getConnection()) {
                assertThat(sessions.isAlive(observer, identity)).isFalse();
                assertThat(sessions.isAlive(
                                observer,
                                new SessionIdentity("another server", identity.session(), identity.startedAt())))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void whatAScriptChangesInItsSessionIsPutBack(ServerKind kind) throws Exception {
        SessionControl sessions = dialect(kind).sessions();
        try (TestDatabase database = server(kind).createDatabase();
                Connection connection = connections(database).getConnection();
                Statement statement = connection.createStatement()) {
            String captured = sessions.capture(connection);
            statement.execute("SET SESSION sql_mode = 'ANSI_QUOTES', time_zone = '+03:00', foreign_key_checks = 0,"
                    + " unique_checks = 0, lock_wait_timeout = 3, collation_connection = 'latin1_swedish_ci'");
            statement.execute("USE information_schema");
            sessions.keepAlive(connection);
            assertThat(sessions.capture(connection)).isNotEqualTo(captured).contains("wait_timeout=2147483");
            sessions.restore(connection, captured);
            assertThat(sessions.capture(connection)).isEqualTo(captured);
            assertThat(connection.getCatalog()).isEqualTo(database.name());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void capabilitiesAreProbedWithoutATrace(ServerKind kind) throws Exception {
        try (TestDatabase database = server(kind).createDatabase();
                Connection connection = connections(database).getConnection()) {
            assertThat(dialect(kind).claims(DatabaseIdentity.of(connection))).isTrue();
            var capabilities = dialect(kind).probe(connection);
            assertThat(capabilities.has(Feature.TRANSACTIONAL_DDL)).isFalse();
            assertThat(capabilities.has(Feature.SESSION_LOCK)).isTrue();
            assertThat(capabilities.has(Feature.SHARED_SNAPSHOT)).isTrue();
            assertThat(capabilities.has(Feature.DDL_LOCK)).isEqualTo(kind.family() == Family.MYSQL);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aHistoryTableTellsTextsApartByEveryByte(ServerKind kind) throws Exception {
        var sql = dialect(kind).historySql();
        try (TestDatabase database = server(kind).createDatabase();
                Connection connection = connections(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE h (id " + sql.shortTextType() + " NOT NULL PRIMARY KEY, script "
                    + sql.longTextType() + ", n " + sql.integerType() + ", m " + sql.bigintType() + ") "
                    + sql.tableSuffix());
            assertThat(statement.executeUpdate("INSERT INTO h (id, script) VALUES ('a', REPEAT('😀', 16000)),"
                            + " ('A', ''), ('a ', ''), ('á', '')"))
                    .isEqualTo(4);
            try (var query = connection.prepareStatement(sql.tableExistsQuery())) {
                query.setString(1, Fixture.one(connections(database), sql.currentSchemaQuery()));
                query.setString(2, "h");
                assertThat(query.executeQuery().next()).isTrue();
            }
        }
    }
}
