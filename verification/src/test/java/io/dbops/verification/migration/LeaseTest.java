package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationReport;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.migration.MigratingJvm.Lock;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The migration lock where the database grants none. */
@Timeout(180)
final class LeaseTest {

    private static final MigrateOptions OPTIONS =
            MigrateOptions.builder().lease(MigratingJvm.LEASE).build();

    @TempDir
    Path scripts;

    @TempDir
    Path data;

    private DbOps leaseOnly(DataSource connections, String url, boolean blind, OperationListener listener) {
        return DbOps.builder()
                .dataSource(connections)
                .migrationsFrom(scripts)
                .dialect(LeaseOnly.of(url, blind))
                .listener(listener)
                .build();
    }

    private DbOps leaseOnly(TestDatabase database) {
        return leaseOnly(database.dataSource(), database.jdbcUrl(), false, event -> {});
    }

    @ParameterizedTest
    @EnumSource(
            names = {"POSTGRESQL_.*", "MYSQL_.*", "MARIADB_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void twoJvmsOnAnEmptyServerApplyEachMigrationOnce(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            Race.run(scripts, Lock.LEASE, kind, database);
        }
    }

    @Test
    void twoJvmsOnAnEmptyFileApplyEachMigrationOnce() throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("shop") + ";AUTO_SERVER=TRUE";
        Race.run(scripts, Lock.LEASE, ServerKind.H2, url, "sa", "", Databases.h2(url, "sa", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aKilledHoldersLeaseRunsOutAndItsRunningStatementIsWaitedFor(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__slow.sql", SlowInsert.sql(kind.family()));
        try (TestDatabase database = Databases.create(kind)) {
            try (MigratingJvm holder =
                    MigratingJvm.start(Lock.LEASE, database.jdbcUrl(), database.user(), database.password(), scripts)) {
                holder.begin();
                holder.await("started 2");
                SlowInsert.await(database);
                holder.kill();
            }
            // shorter than the lease: the bound does not keep a dead holder's lease alive
            MigrateOptions hurried = MigrateOptions.builder()
                    .lockWait(Duration.ofMillis(100))
                    .lease(MigratingJvm.LEASE)
                    .build();
            DbOps db = leaseOnly(database);
            MigrationReport report;
            try (Connection hurry = SlowInsert.hurry(database)) {
                report = untilDone(db, hurried);
            }

            assertThat(report.applied()).extracting(AppliedMigration::id).containsExactly("2");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    /** Again as long as the dead holder's statement still runs, as an application that is started again would. */
    private static MigrationReport untilDone(DbOps db, MigrateOptions options) {
        while (true) {
            try {
                return db.migrations().migrate(options);
            } catch (DbOpsException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
                assertThat(e).hasMessageContaining("unfinished run");
            }
        }
    }

    @Test
    void aKilledHolderOfAFileIsFollowedByAnotherJvmWhichGoesOn() throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("shop") + ";AUTO_SERVER=TRUE";
        DataSource connections = Databases.h2(url, "sa", "");
        script(scripts, "V1__t.sql", "CREATE TABLE t (id BIGINT);");
        script(scripts, "V2__slow.sql", "INSERT INTO t SELECT X FROM SYSTEM_RANGE(1, 300000);");
        try (MigratingJvm holder = MigratingJvm.start(Lock.LEASE, url, "sa", "", scripts)) {
            holder.begin();
            holder.await("started 2");
            holder.kill();
        }
        DbOps db = leaseOnly(connections, url, false, event -> {});
        db.migrations().migrate(OPTIONS);
        assertThat(query(connections, "SELECT COUNT(*) FROM t")).isEqualTo("300000");
        assertThat(db.migrations().validate().faults()).isEmpty();
    }

    /** An H2 that stands still takes its database with it, so there is nothing to take over. */
    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL_14, LEASE",
        "POSTGRESQL_18, LEASE",
        "POSTGRESQL_18, BLIND_LEASE",
        "MYSQL_8_0, LEASE",
        "MYSQL_8_0, BLIND_LEASE",
        "MARIADB_10_11, LEASE",
        "MARIADB_11_4, LEASE",
        "MARIADB_11_4, BLIND_LEASE"
    })
    void aHolderThatStoodStillWhileAnotherTookOverAppliesNothingTwiceAndSaysSo(ServerKind kind, Lock lock)
            throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__slow.sql", SlowInsert.sql(kind.family()));
        script(scripts, "V3__t.sql", "INSERT INTO t VALUES (3);");
        try (TestDatabase database = Databases.create(kind);
                MigratingJvm holder =
                        MigratingJvm.start(lock, database.jdbcUrl(), database.user(), database.password(), scripts)) {
            holder.begin();
            holder.await("started 2");
            SlowInsert.await(database);
            holder.signal("STOP");
            DbOps db = leaseOnly(database.dataSource(), database.jdbcUrl(), lock == Lock.BLIND_LEASE, event -> {});

            MigrationReport report;
            try (Connection hurry = SlowInsert.hurry(database)) {
                report = db.migrations().migrate(OPTIONS);
            }

            assertThat(report.applied()).extracting(AppliedMigration::id).containsExactly("2", "3");
            holder.signal("CONT");
            assertThat(holder.await("failed"))
                    .startsWith("LOCK_LOST")
                    .contains("the lease on the migration lock was lost");
            assertThat(holder.exitCode()).isEqualTo(1);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("2");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history")))
                    .isEqualTo("3");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate(OPTIONS).applied()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsInVainIsToldWhoHoldsTheLease(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            MigrateOptions soon = MigrateOptions.builder()
                    .lockWait(Duration.ofMillis(300))
                    .lease(MigratingJvm.LEASE)
                    .build();
            List<DbOpsException> failures = new CopyOnWriteArrayList<>();
            DbOps outer = leaseOnly(database.dataSource(), database.jdbcUrl(), false, event -> {
                if (event.kind() == OperationEvent.Kind.ITEM_STARTED) {
                    failures.add(catchThrowableOfType(
                            DbOpsException.class,
                            () -> leaseOnly(database).migrations().migrate(soon)));
                }
            });

            assertThat(outer.migrations().migrate(OPTIONS).applied()).hasSize(1);

            assertThat(failures).singleElement().satisfies(failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
                assertThat(failure)
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid())
                        .hasMessageContaining("session ");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_.*", "MARIADB_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void aStatementThatRunsForLongerThanTheLeaseKeepsIt(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__slow.sql", SlowInsert.sql(kind.family()));
        MigrateOptions brief =
                MigrateOptions.builder().lease(Duration.ofSeconds(1)).build();
        try (TestDatabase database = Databases.create(kind)) {
            List<MigrationReport> others = new CopyOnWriteArrayList<>();
            Thread other = new Thread(
                    () -> others.add(leaseOnly(database).migrations().migrate(brief)), "another that migrates");
            DbOps db = leaseOnly(database.dataSource(), database.jdbcUrl(), false, event -> {
                if (event.kind() == OperationEvent.Kind.ITEM_STARTED
                        && event.item().equals("2")) {
                    other.start();
                }
            });

            assertThat(db.migrations().migrate(brief).applied()).hasSize(2);
            other.join();

            assertThat(others).singleElement().satisfies(report -> assertThat(report.applied())
                    .isEmpty());
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLeaseThatCameWithACopyOfTheDataRunsOutByItself(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = leaseOnly(database);
            db.migrations().migrate(OPTIONS);
            Databases.execute(
                    database.dataSource(),
                    "UPDATE " + quoted(kind, "dbops_lease") + " SET " + quoted(kind, "holder") + " = 'long gone', "
                            + quoted(kind, "duration_ms") + " = 500");
            script(scripts, "V2__t.sql", "INSERT INTO t VALUES (2);");
            MigrateOptions noWait =
                    MigrateOptions.builder().lockWait(Duration.ZERO).build();

            assertThat(db.migrations().migrate(noWait).applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("2");
            assertThat(query(
                            database.dataSource(),
                            "SELECT " + quoted(kind, "holder") + " FROM " + quoted(kind, "dbops_lease")))
                    .isEqualTo("-");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPoolOfOneFailsAtOnceWithAHintAndAPoolOfTwoComesBackAsItWent(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__t.sql", "INSERT INTO t VALUES (1);");
        try (TestDatabase database = Databases.create(kind);
                FixedPool one = new FixedPool(database.dataSource(), 1);
                FixedPool two = new FixedPool(database.dataSource(), 2)) {
            DbOps cramped = leaseOnly(one, database.jdbcUrl(), false, event -> {});
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> cramped.migrations().migrate(OPTIONS));
            assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
            assertThat(failure.hint().orElseThrow()).contains("two connections");
            assertThat(one.allBack()).isTrue();

            for (Connection connection : two.connections()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setAutoCommit(false);
            }
            DbOps db = leaseOnly(two, database.jdbcUrl(), false, event -> {});
            assertThat(db.migrations().migrate(OPTIONS).applied()).hasSize(2);
            assertThat(two.allBack()).isTrue();
            for (Connection connection : two.connections()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void waitingForALeaseEndsWithAnInterruptOrTheDeadline(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            List<DbOpsException> failures = new CopyOnWriteArrayList<>();
            List<Boolean> flags = new CopyOnWriteArrayList<>();
            DbOps outer = leaseOnly(database.dataSource(), database.jdbcUrl(), false, event -> {
                if (event.kind() == OperationEvent.Kind.ITEM_STARTED) {
                    MigrateOptions brief = MigrateOptions.builder()
                            .timeout(Duration.ofMillis(700))
                            .build();
                    failures.add(catchThrowableOfType(
                            DbOpsException.class,
                            () -> leaseOnly(database).migrations().migrate(brief)));
                    DbOps interrupted = leaseOnly(database.dataSource(), database.jdbcUrl(), false, inner -> {
                        if (inner.kind() == OperationEvent.Kind.WAITING) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    failures.add(catchThrowableOfType(
                            DbOpsException.class, () -> interrupted.migrations().migrate(OPTIONS)));
                    flags.add(Thread.interrupted());
                }
            });

            assertThat(outer.migrations().migrate(OPTIONS).applied()).hasSize(1);

            assertThat(failures)
                    .extracting(DbOpsException::code)
                    .containsExactly(ErrorCode.DEADLINE, ErrorCode.INTERRUPTED);
            assertThat(flags).containsExactly(true);
        }
    }

    @Test
    void planCheckAndReportSayWhichLockItIs() throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = leaseOnly(database);
            assertThat(db.check().toString()).contains("the test refuses it; a lease row stands in for it");
            assertThat(db.migrations().planMigrate().toString())
                    .contains("\nlock: a lease row")
                    .contains("the test refuses");
            assertThat(db.migrations().planMigrate().toJson()).contains("\"lock\":\"a lease row");
            assertThat(db.migrations().migrate(OPTIONS).lock()).startsWith("a lease row");
            assertThat(db.migrations().migrate(OPTIONS).lock()).isEqualTo("none: there was nothing to do");
            script(scripts, "V2__u.sql", "CREATE TABLE u (id INT);");
            assertThat(Databases.dbOps(database.dataSource(), scripts)
                            .migrations()
                            .migrate()
                            .lock())
                    .startsWith("the server's");
        }
    }
}
