package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
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
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
final class ConcurrentMigrateTest {

    @TempDir
    Path scripts;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(
            names = {"POSTGRESQL_.*", "MYSQL_.*", "MARIADB_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void twoJvmsOnAnEmptyServerApplyEachMigrationOnce(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            race(kind, database.jdbcUrl(), database.user(), database.password(), database.dataSource());
        }
    }

    @Test
    void twoJvmsOnAnEmptyFileApplyEachMigrationOnce() throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("shop") + ";AUTO_SERVER=TRUE";
        race(ServerKind.H2, url, "sa", "", Databases.h2(url, "sa", ""));
    }

    private void race(ServerKind kind, String url, String user, String password, DataSource connections)
            throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        for (int i = 2; i <= 12; i++) {
            script(scripts, "V" + i + "__x.sql", "INSERT INTO t VALUES (" + i + ");");
        }
        try (MigratingJvm one = MigratingJvm.start(url, user, password, scripts);
                MigratingJvm other = MigratingJvm.start(url, user, password, scripts)) {
            one.begin();
            other.begin();
            List<String> applied = Stream.of(one.await("applied"), other.await("applied"))
                    .flatMap(ids -> Stream.of(ids.split(",")))
                    .filter(id -> !id.isEmpty())
                    .toList();

            assertThat(applied)
                    .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
            assertThat(one.exitCode()).isZero();
            assertThat(other.exitCode()).isZero();
            assertThat(query(connections, "SELECT COUNT(*) FROM t")).isEqualTo("11");
            assertThat(query(connections, "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history")))
                    .isEqualTo("12");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aKilledHolderFreesTheLockAndItsRunningStatementIsWaitedFor(ServerKind kind) throws Exception {
        boolean postgreSql = kind.family() == ServerKind.Family.POSTGRESQL;
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(
                scripts,
                "V2__slow.sql",
                postgreSql
                        ? "INSERT INTO t SELECT 1 FROM (SELECT pg_sleep(3)) s;"
                        : "INSERT INTO t SELECT 1 FROM (SELECT SLEEP(3)) s;");
        try (TestDatabase database = Databases.create(kind)) {
            try (MigratingJvm holder =
                    MigratingJvm.start(database.jdbcUrl(), database.user(), database.password(), scripts)) {
                holder.begin();
                holder.await("started 2");
                awaitStatement(kind, database);
                holder.kill();
            }
            List<String> waited = new CopyOnWriteArrayList<>();
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        if (event.kind() == OperationEvent.Kind.WAITING) {
                            waited.add(event.detail());
                        }
                    })
                    .build();

            MigrationReport report = db.migrations().migrate();

            assertThat(report.applied()).extracting(AppliedMigration::id).containsExactly("2");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
            assertThat(waited).anySatisfy(detail -> assertThat(detail).contains("unfinished run"));
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @Test
    void aKilledHolderOfAFileIsFollowedByAnotherJvmWhichGoesOn() throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("shop") + ";AUTO_SERVER=TRUE";
        DataSource connections = Databases.h2(url, "sa", "");
        script(scripts, "V1__t.sql", "CREATE TABLE t (id BIGINT);");
        script(scripts, "V2__slow.sql", "INSERT INTO t SELECT X FROM SYSTEM_RANGE(1, 300000);");
        try (MigratingJvm holder = MigratingJvm.start(url, "sa", "", scripts)) {
            holder.begin();
            holder.await("started 2");
            holder.kill();
        }
        dbOps(connections, scripts).migrations().migrate();
        assertThat(query(connections, "SELECT COUNT(*) FROM t")).isEqualTo("300000");
        assertThat(dbOps(connections, scripts).migrations().validate().faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void aKilledHoldersDdlIsInDoubtUntilAPersonSettlesIt(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE a AS SELECT 1 AS x FROM (SELECT SLEEP(3)) s;",
                "CREATE TABLE b (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            try (MigratingJvm holder =
                    MigratingJvm.start(database.jdbcUrl(), database.user(), database.password(), scripts)) {
                holder.begin();
                holder.await("started 1");
                awaitStatement(kind, database);
                holder.kill();
            }
            DbOps db = dbOps(database.dataSource(), scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_IN_DOUBT);
            assertThat(failure).hasMessageContainingAll("V1__t.sql:1", "CREATE TABLE a", "if it took effect");
            String hint = failure.hint().orElseThrow();
            boolean there = query(
                            database.dataSource(),
                            "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'a' AND table_schema = '"
                                    + database.name() + "'")
                    .equals("1");
            String answer = there
                    ? between(hint, "took effect, run: ", "; if it did not")
                    : between(hint, "did not, run: ", "; then");
            Databases.execute(database.dataSource(), answer);

            db.migrations().migrate();

            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM a")).isEqualTo("1");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM b")).isEqualTo("0");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsInVainIsToldWhoHoldsTheLock(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps inner = dbOps(database.dataSource(), scripts);
            List<DbOpsException> failures = new CopyOnWriteArrayList<>();
            DbOps outer = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        if (event.kind() == OperationEvent.Kind.ITEM_STARTED) {
                            MigrateOptions soon = MigrateOptions.builder()
                                    .lockWait(Duration.ofMillis(300))
                                    .build();
                            failures.add(catchThrowableOfType(DbOpsException.class, () -> inner.migrations()
                                    .migrate(soon)));
                        }
                    })
                    .build();

            assertThat(outer.migrations().migrate().applied()).hasSize(1);

            assertThat(failures).singleElement().satisfies(failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
                assertThat(failure).hasMessageContaining("session ");
            });
        }
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    private static void awaitStatement(ServerKind kind, TestDatabase database) throws Exception {
        String running = kind.family() == ServerKind.Family.POSTGRESQL
                ? "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(3)%'"
                        + " AND pid <> pg_backend_pid() AND datname = current_database()"
                : "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(3)%'"
                        + " AND id <> CONNECTION_ID() AND db = DATABASE()";
        while (query(database.dataSource(), running).equals("0")) {
            Thread.sleep(20);
        }
    }
}
