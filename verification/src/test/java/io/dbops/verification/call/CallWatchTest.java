package io.dbops.verification.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.spi.call.CallWatch;
import io.dbops.spi.call.CallWatch.Reason;
import io.dbops.spi.call.Deadline;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement of this test that is not cancelled would run for minutes. */
@Timeout(60)
final class CallWatchTest {

    @ParameterizedTest
    @EnumSource
    void aDeadlineCancelsWhatRuns(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                CallWatch watch = new CallWatch(in(Duration.ofMillis(400)));
                Connection connection = watch.over(database.dataSource()).getConnection()) {
            try (PreparedStatement endless = connection.prepareStatement(endless(kind))) {
                assertThat(watch.reason()).isEmpty();
                assertThatThrownBy(endless::execute).isInstanceOf(SQLException.class);
            }
            assertThat(watch.reason()).contains(Reason.DEADLINE);
            assertThat(one(connection)).as("cleaning up runs").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptionCancelsWhatOtherThreadsRunForTheCall(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                CallWatch watch = new CallWatch(in(Duration.ofMinutes(5)))) {
            DataSource watched = watch.over(database.dataSource());
            Throwable[] failure = new Throwable[1];
            Thread worker = new Thread(() -> {
                try (Connection connection = watched.getConnection();
                        Statement endless = connection.createStatement()) {
                    endless.execute(endless(kind));
                } catch (SQLException e) {
                    failure[0] = e;
                }
            });
            worker.start();
            Thread.currentThread().interrupt();
            try {
                while (failure[0] == null && worker.isAlive()) {
                    Thread.onSpinWait();
                }
            } finally {
                assertThat(Thread.interrupted()).as("the flag is left alone").isTrue();
            }
            worker.join();
            assertThat(failure[0]).isInstanceOf(SQLException.class);
            assertThat(watch.reason()).contains(Reason.INTERRUPTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBeginsAfterTheTimeIsRefusedOnceAndRunsOnceTheWatchIsClosed(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind)) {
            CallWatch watch = new CallWatch(in(Duration.ZERO));
            try (Connection connection = watch.over(database.dataSource()).getConnection()) {
                assertThatThrownBy(() -> one(connection)).hasMessageContaining("time for the call was over");
                assertThat(watch.reason()).contains(Reason.DEADLINE);
                assertThat(one(connection)).isEqualTo(1);
                watch.close();
                assertThat(one(connection)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedWatchCancelsNothingMore(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind)) {
            CallWatch watch = new CallWatch(in(Duration.ZERO));
            watch.close();
            try (Connection connection = watch.over(database.dataSource()).getConnection()) {
                assertThat(one(connection)).isEqualTo(1);
                assertThat(watch.reason()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWatchedConnectionIsItsOriginalInEverythingElse(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                CallWatch watch = new CallWatch(in(Duration.ofMinutes(5)));
                Connection original = database.dataSource().getConnection()) {
            Connection watched = watch.over(original);
            assertThat(watched).isNotEqualTo(original).hasSameHashCodeAs(original);
            assertThat(Set.of(watched)).as("a proxy is equal to itself").contains(watched);
            assertThat(watched.unwrap(original.getClass())).isSameAs(original);
            assertThat(watched.getMetaData().getURL())
                    .isEqualTo(original.getMetaData().getURL());
            assertThatThrownBy(() -> watched.prepareStatement("SELECT nothing FROM nowhere")
                            .execute())
                    .isInstanceOf(SQLException.class);
        }
    }

    private static int one(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static Deadline in(Duration limit) {
        return Deadline.in(Clock.systemUTC(), Optional.of(limit));
    }

    private static TestDatabase create(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        return TestServers.server(kind).createDatabase();
    }

    private static String endless(ServerKind kind) {
        return switch (kind.family()) {
            case POSTGRESQL -> "SELECT pg_catalog.pg_sleep(600)";
            // a SLEEP that is killed returns as if it had slept
            case MYSQL, MARIADB ->
                "WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 1000)"
                        + " SELECT SUM(a.x * b.x * c.x * d.x) FROM n a, n b, n c, n d";
            case H2 -> "SELECT SUM(a.x * b.x) FROM SYSTEM_RANGE(1, 10000000) a, SYSTEM_RANGE(1, 10000000) b";
        };
    }
}
