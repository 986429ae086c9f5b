package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.spi.sql.SessionLock;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgreSqlSessionLockTest {

    private static final String NAME = "dbops_history of \"public\"";

    private final SessionLock lock = new PostgreSqlDialect().sessionLock();

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void one_of_two_sessions_holds_it_until_it_releases(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection one = database.dataSource().getConnection();
                Connection two = database.dataSource().getConnection()) {
            assertThat(lock.tryAcquire(one, NAME)).isTrue();
            assertThat(lock.tryAcquire(two, NAME)).isFalse();
            assertThat(lock.tryAcquire(two, NAME + "2")).isTrue();
            lock.release(two, NAME + "2");
            assertThat(lock.isHeld(one, NAME)).isTrue();
            assertThat(lock.isHeld(two, NAME)).isFalse();

            lock.release(one, NAME);

            assertThat(lock.isHeld(one, NAME)).isFalse();
            assertThat(lock.tryAcquire(two, NAME)).isTrue();
            assertThat(lock.tryAcquire(one, NAME)).isFalse();
            lock.release(two, NAME);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_connection_comes_back_from_it_as_it_went_in(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection one = database.dataSource().getConnection();
                Connection two = database.dataSource().getConnection()) {
            String before = Sql.text(one, "SELECT current_setting('idle_in_transaction_session_timeout')");
            lock.tryAcquire(one, NAME);
            lock.tryAcquire(two, NAME);
            lock.release(one, NAME);

            for (Connection connection : new Connection[] {one, two}) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(Sql.text(connection, "SELECT current_setting('idle_in_transaction_session_timeout')"))
                        .isEqualTo(before);
                String pid = Sql.text(connection, "SELECT pg_backend_pid()");
                assertThat(Sql.text(database.dataSource(), "SELECT state FROM pg_stat_activity WHERE pid = " + pid))
                        .isEqualTo("idle");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_killed_holder_frees_it(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection one = database.dataSource().getConnection();
                Connection two = database.dataSource().getConnection()) {
            String pid = Sql.text(one, "SELECT pg_backend_pid()");
            lock.tryAcquire(one, NAME);

            Sql.run(two, "SELECT pg_terminate_backend(" + pid + ", 10000)");

            assertThat(lock.tryAcquire(two, NAME)).isTrue();
            lock.release(two, NAME);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_person_learns_who_holds_it(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection one = database.dataSource().getConnection();
                Connection two = database.dataSource().getConnection()) {
            assertThat(lock.holder(two, NAME)).isEmpty();
            Sql.run(one, "SET application_name = 'shop'");
            String pid = Sql.text(one, "SELECT pg_backend_pid()");
            lock.tryAcquire(one, NAME);

            Optional<String> holder = lock.holder(two, NAME);

            assertThat(holder.orElseThrow())
                    .startsWith("session " + pid + " of user " + database.user())
                    .contains("application shop", "since 20");
            lock.release(one, NAME);
            assertThat(lock.holder(two, NAME)).isEmpty();
        }
    }

    /** With the session's defaults set against us: a serializable default and a driver that fetches through cursors. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void it_holds_no_snapshot_whatever_the_defaults(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind)) {
            DataSource cursors = database.dataSource(database.jdbcUrlWith("defaultRowFetchSize", "5"));
            try (Connection holder = cursors.getConnection()) {
                Sql.run(holder, "SET default_transaction_isolation = 'serializable'");
                String pid = Sql.text(holder, "SELECT pg_backend_pid()");
                assertThat(lock.tryAcquire(holder, NAME)).isTrue();
                assertHoldsNothing(database, pid);
                assertThat(lock.isHeld(holder, NAME)).isTrue();
                assertHoldsNothing(database, pid);
                new PostgreSqlDialect().sessions().keepAlive(holder);
                assertHoldsNothing(database, pid);
                lock.release(holder, NAME);
            }
        }
    }

    private static void assertHoldsNothing(TestDatabase database, String pid) throws SQLException {
        assertThat(Sql.text(
                        database.dataSource(),
                        "SELECT state || coalesce(' xmin ' || backend_xmin, '') || coalesce(' xid ' || backend_xid, '')"
                                + " FROM pg_stat_activity WHERE pid = " + pid))
                .isEqualTo("idle in transaction");
        assertThat(Sql.text(
                        database.dataSource(),
                        "SELECT string_agg(locktype, ',' ORDER BY locktype) FROM pg_locks WHERE pid = " + pid))
                .isEqualTo("advisory,virtualxid");
    }

    /** Were a snapshot held, the build would wait for ever, and the statement time-out would fail this test. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void an_index_is_built_concurrently_while_it_is_held(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection holder = database.dataSource().getConnection();
                Connection builder = database.dataSource().getConnection()) {
            Sql.run(builder, "CREATE TABLE t AS SELECT g AS id FROM generate_series(1, 1000) g");
            lock.tryAcquire(holder, NAME);
            lock.isHeld(holder, NAME);
            Sql.run(builder, "SET statement_timeout = '30s'");

            Sql.run(builder, "CREATE INDEX CONCURRENTLY t_id ON t (id)");

            assertThat(Sql.text(builder, "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass"))
                    .isEqualTo("t");
            lock.release(holder, NAME);
        }
    }

    /** The server would end the session after 200 ms of idleness; the sleep inside another session outlasts it. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void no_idle_time_out_ends_it(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection holder = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            Sql.run(holder, "SET idle_in_transaction_session_timeout = '200ms'; SET idle_session_timeout = '200ms'");
            if (Servers.major(kind) >= 17) {
                Sql.run(holder, "SET transaction_timeout = '200ms'");
            }
            lock.tryAcquire(holder, NAME);
            Sql.run(other, "SELECT pg_sleep(0.7)");

            assertThat(lock.isHeld(holder, NAME)).isTrue();
            lock.release(holder, NAME);
        }
    }
}
