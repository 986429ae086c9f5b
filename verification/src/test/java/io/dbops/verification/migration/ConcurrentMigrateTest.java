package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Heard;
import io.dbops.verification.migration.MigratingJvm.Lock;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
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

    /** On the others many more do, see {@link CrowdTest}. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_15", "POSTGRESQL_16", "POSTGRESQL_17"})
    void twoJvmsOnAnEmptyServerApplyEachMigrationOnce(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            Race.run(scripts, Lock.CHOSEN, kind, database);
        }
    }

    @Test
    void twoJvmsOnAnEmptyFileApplyEachMigrationOnce() throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("shop") + ";AUTO_SERVER=TRUE";
        DataSource source = Databases.h2(url, "sa", "");
        // of two that open a file at once on a busy machine, H2 turns one away: "Lock file recently modified"
        try (Connection open = source.getConnection()) {
            Race.run(scripts, Lock.CHOSEN, ServerKind.H2, url, "sa", "", source);
            assertThat(open.isValid(1)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aKilledHolderFreesTheLockAndItsRunningStatementIsWaitedFor(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            Succession.check(scripts, "", database.jdbcUrl(), database.dataSource(), database);
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
    void aKilledHoldersDdlIsWaitedForAndSettledFromTheCatalogue(ServerKind kind) throws Exception {
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
                SlowInsert.await(database);
                holder.kill();
            }
            Heard warnings = Heard.warnings();
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(warnings)
                    .build();

            db.migrations().migrate();

            assertThat(warnings.details())
                    .singleElement(as(InstanceOfAssertFactories.STRING))
                    .contains("V1__t.sql:1", "CREATE TABLE a", "took effect");
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
}
