package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionObserver;
import io.dbops.spi.sql.SessionState;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every dialect of ours sees of another session, and how it ends one. */
@Timeout(60)
final class SessionObserverTest {

    private static SessionObserver observer(TestDatabase database) {
        return (SessionObserver)
                LeaseOnly.of(database.jdbcUrl(), false).dialect().sessions();
    }

    @ParameterizedTest
    @EnumSource
    void anIdleSessionIsEndedWithWhatItHadNotCommitted(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind);
                Connection observing = database.dataSource().getConnection()) {
            SessionObserver sessions = observer(database);
            Databases.execute(database.dataSource(), "CREATE TABLE t (id INT)");
            Connection holder = database.dataSource().getConnection();
            SessionIdentity identity = sessions.identify(holder);
            holder.setAutoCommit(false);
            try (Statement insert = holder.createStatement()) {
                insert.execute("INSERT INTO t VALUES (1)");
            }
            while (sessions.state(observing, identity) != SessionState.IDLE) {
                Thread.sleep(5); // a server may answer before it says that the session sleeps
            }

            assertThat(sessions.end(observing, identity)).isTrue();

            while (sessions.state(observing, identity) != SessionState.GONE) {
                Thread.sleep(10);
            }
            assertThat(sessions.isAlive(observing, identity)).isFalse();
            assertThat(sessions.end(observing, identity)).as("again").isTrue();
            assertThat(Databases.query(database.dataSource(), "SELECT COUNT(*) FROM t"))
                    .isEqualTo("0");
            holder.abort(Runnable::run);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatExecutesIsTold(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind);
                Connection observing = database.dataSource().getConnection();
                Connection holder = database.dataSource().getConnection();
                Statement slow = holder.createStatement()) {
            SessionObserver sessions = observer(database);
            SessionIdentity identity = sessions.identify(holder);
            Thread executing = new Thread(() -> execute(slow, slowQuery(kind)), "executes");
            executing.start();
            while (sessions.state(observing, identity) != SessionState.EXECUTING) {
                assertThat(executing.isAlive()).isTrue();
                Thread.sleep(5);
            }
            while (executing.isAlive()) {
                slow.cancel();
                executing.join(1000);
            }
            while (sessions.state(observing, identity) != SessionState.IDLE) {
                Thread.sleep(5);
            }
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            assertThat(e.getMessage()).as("the cancellation").isNotBlank();
        }
    }

    private static String slowQuery(ServerKind kind) {
        return switch (kind.family()) {
            case H2 -> "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 10000000000) WHERE MOD(X, 7) = 8";
            case POSTGRESQL -> "SELECT pg_sleep(30)";
            case MYSQL, MARIADB -> "SELECT SLEEP(30)";
        };
    }

    /** To a user without rights, a session of another is neither dead nor to be ended. */
    @ParameterizedTest
    @EnumSource
    void aSessionThatARoleMayNotSeeIsNotTakenForDead(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind);
                Connection holder = database.dataSource().getConnection()) {
            SessionObserver sessions = observer(database);
            SessionIdentity identity = sessions.identify(holder);
            String user = "weak_" + database.name().toLowerCase(java.util.Locale.ROOT);
            createUser(kind, database, user);
            try (Connection weak = java.sql.DriverManager.getConnection(database.jdbcUrl(), user, "weak")) {
                assertThat(sessions.state(weak, identity)).isEqualTo(SessionState.UNSEEN);
                assertThat(sessions.isAlive(weak, identity)).isTrue();
                assertThat(sessions.end(weak, identity)).isFalse();
                assertThat(holder.isValid(5)).isTrue();
            } finally {
                Databases.execute(database.dataSource(), dropUser(kind, user));
            }
        }
    }

    private static void createUser(ServerKind kind, TestDatabase database, String user) throws SQLException {
        switch (kind.family()) {
            case H2 ->
                Databases.execute(
                        database.dataSource(),
                        "CREATE USER " + quoted(kind, user.toUpperCase(java.util.Locale.ROOT)) + " PASSWORD 'weak'");
            case POSTGRESQL ->
                Databases.execute(database.dataSource(), "CREATE ROLE " + user + " LOGIN PASSWORD 'weak'");
            case MYSQL, MARIADB -> {
                Databases.execute(database.dataSource(), "CREATE USER '" + user + "'@'localhost' IDENTIFIED BY 'weak'");
                Databases.execute(
                        database.dataSource(),
                        "GRANT SELECT ON " + database.name() + ".* TO '" + user + "'@'localhost'");
            }
        }
    }

    private static String dropUser(ServerKind kind, String user) {
        return switch (kind.family()) {
            case H2 -> "DROP USER " + quoted(kind, user.toUpperCase(java.util.Locale.ROOT));
            case POSTGRESQL -> "DROP ROLE " + user;
            case MYSQL, MARIADB -> "DROP USER '" + user + "'@'localhost'";
        };
    }
}
