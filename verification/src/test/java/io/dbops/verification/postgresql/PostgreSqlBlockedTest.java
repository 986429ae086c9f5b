package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.testkit.CountingDataSource;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who waits for the locks of a snapshot, directly and behind others, also as a role that may see little. */
@Timeout(120)
final class PostgreSqlBlockedTest {

    private final PostgreSqlSnapshotStrategy strategy = new PostgreSqlSnapshotStrategy();

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void the_whole_queue_is_told_and_nobody_else(ServerKind kind) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestDatabase database = Servers.database(kind);
                Connection other = database.dataSource().getConnection()) {
            Sql.run(other, "CREATE TABLE t AS SELECT 1 AS x; CREATE TABLE \"O'Brien\" (x integer)");
            CountingDataSource source = CountingDataSource.over(database.dataSource());
            try (SnapshotSession session = strategy.openSnapshot(InMemoryBackup.request(source, 1, 1 << 20))) {
                other.setAutoCommit(false);
                Sql.run(other, "UPDATE t SET x = 2");
                Future<?> row = threads.submit(() -> run(database, "UPDATE t SET x = 3"));
                try (BlockedWatch watch = ((BlockingSnapshot) session).watch()) {
                    awaitRowLock(database);
                    assertThat(watch.blocked()).isEmpty();
                    Future<?> drop = threads.submit(() -> run(database, "DROP TABLE \"O'Brien\""));
                    BlockedSession direct = await(watch, BlockedSession::direct);
                    assertThat(direct.user()).isEqualTo(database.user());
                    assertThat(direct.statement()).isEqualTo("DROP TABLE");
                    assertThat(direct.object()).isEqualTo("public.O'Brien");
                    Future<?> reader = threads.submit(() -> run(database, "SELECT * FROM \"O'Brien\""));
                    BlockedSession behind = await(watch, each -> !each.direct());
                    assertThat(behind.statement()).isEqualTo("SELECT");
                    List<BlockedSession> both = watch.blocked();
                    assertThat(both).extracting(BlockedSession::direct).containsExactly(true, false);
                    assertThat(watch.blocked().get(0).waited()).isGreaterThan(direct.waited());

                    ((BlockingSnapshot) session).release();
                    drop.get();
                    assertThatThrownBy(reader::get).hasMessageContaining("does not exist");
                    assertThat(watch.blocked()).isEmpty();
                }
                other.commit();
                row.get();
            }
            assertThat(source.out()).isZero();
            assertThat(source.changes()).isEmpty();
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_role_without_rights_sees_who_waits_but_not_what_he_runs(ServerKind kind) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestDatabase database = Servers.database(kind);
                Connection owner = database.dataSource().getConnection()) {
            String role = database.name() + "_seer";
            Sql.run(
                    owner,
                    "CREATE TABLE t AS SELECT 1 AS x; CREATE ROLE " + role + " LOGIN; GRANT SELECT ON t TO " + role);
            DataSource seer = database.dataSource(database.jdbcUrlWith("options", "-c%20role=" + role));
            try (SnapshotSession session = strategy.openSnapshot(InMemoryBackup.request(seer, 1, 1 << 20));
                    BlockedWatch watch = ((BlockingSnapshot) session).watch()) {
                Future<?> alter = threads.submit(() -> run(database, "TRUNCATE t"));
                BlockedSession waiting = await(watch, each -> true);
                assertThat(waiting.user()).isEqualTo(database.user());
                assertThat(waiting.object()).isEqualTo("public.t");
                assertThat(waiting.statement()).isEmpty();
                session.close();
                alter.get();
            } finally {
                Sql.run(owner, "DROP OWNED BY " + role + "; DROP ROLE " + role);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Locks are taken a hundred at a time; the bound is for all of them. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_lock_of_a_later_batch_is_bounded_too(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection ddl = database.dataSource().getConnection()) {
            Sql.run(
                    ddl,
                    "DO $$ BEGIN FOR i IN 1..150 LOOP EXECUTE format('CREATE TABLE t%s (x integer)', i); END LOOP; END $$");
            ddl.setAutoCommit(false);
            Sql.run(ddl, "LOCK TABLE t150 IN ACCESS EXCLUSIVE MODE");
            SnapshotRequest request =
                    new SnapshotRequest(database.dataSource(), Set.of(), 1, 1 << 20, Duration.ofMillis(300));
            assertThatThrownBy(() -> strategy.openSnapshot(request))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT))
                    .hasMessageContaining("t150 by session");
            ddl.rollback();
            strategy.openSnapshot(request).close();
        }
    }

    private static Void run(TestDatabase database, String sql) throws SQLException {
        Sql.run(database.dataSource(), sql);
        return null;
    }

    private static BlockedSession await(BlockedWatch watch, Predicate<BlockedSession> wanted) throws Exception {
        while (true) {
            for (BlockedSession each : watch.blocked()) {
                if (wanted.test(each)) {
                    return each;
                }
            }
            Thread.sleep(20);
        }
    }

    private static void awaitRowLock(TestDatabase database) throws Exception {
        while (Sql.rows(
                        database.dataSource(),
                        "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                .isEmpty()) {
            Thread.sleep(20);
        }
    }
}
