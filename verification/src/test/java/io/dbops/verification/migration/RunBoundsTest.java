package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationState;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bound for single statements, and a run that is done whole or not at all. */
final class RunBoundsTest {

    private static final MigrateOptions WHOLE =
            MigrateOptions.builder().oneTransaction(true).build();

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aStatementThatTakesTooLongIsCancelledAndItsMigrationFails(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id BIGINT);", "INSERT INTO t VALUES (1);");
        script(
                scripts,
                "V2__slow.sql",
                switch (kind.family()) {
                    case POSTGRESQL -> "INSERT INTO t SELECT 1 FROM (SELECT pg_sleep(30)) s;";
                    case H2 ->
                        "INSERT INTO t SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 100000) b;";
                    default -> "INSERT INTO t SELECT SLEEP(30) + t.id FROM t WHERE SLEEP(0.001) = 0;";
                });
        MigrateOptions options = MigrateOptions.builder()
                .statementTimeout(Duration.ofMillis(1500))
                .build();
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(options));

            assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE);
            assertThat(failure).hasMessageContainingAll("V2__slow.sql:1", "PT1.5S");
            assertThat(failure.partialWork().orElseThrow().done()).containsExactly("1");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
            assertThat(db.migrations().status().count(MigrationState.FAILED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void aRunOfOneTransactionIsAppliedWholeOrNotAtAll(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);", "SET search_path TO public;");
        script(scripts, "V2__u.sql", "CREATE TABLE u (id INT);");
        script(scripts, "V3__wrong.sql", "INSERT INTO t VALUES ('one');");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(WHOLE));

            assertThat(failure).hasMessageContaining("V3__wrong.sql:1");
            assertThat(failure.partialWork().orElseThrow().done()).isEmpty();
            assertThat(failure.partialWork().orElseThrow().failed()).containsExactly("3");
            assertThat(failure.partialWork().orElseThrow().notStarted()).containsExactly("1", "2");
            assertThat(query(database.dataSource(), "SELECT to_regclass('t') IS NULL AND to_regclass('u') IS NULL"))
                    .isEqualTo("t");
            assertThat(db.migrations().status().count(MigrationState.PENDING)).isEqualTo(2);
            assertThat(db.migrations().status().count(MigrationState.FAILED)).isEqualTo(1);

            script(scripts, "V3__wrong.sql", "INSERT INTO t VALUES (1);");
            assertThat(db.migrations().migrate(WHOLE).applied()).hasSize(3);
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().applied()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aRunThatCannotBeOneTransactionIsRefusedBeforeAnythingIsRun(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__i.sql", "-- transaction: none", "CREATE INDEX i ON t (id);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(WHOLE));

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(failure).hasMessageContaining(Databases.transactionalDdl(kind) ? "V2__i.sql" : "commit");
            assertThat(db.migrations().status().count(MigrationState.PENDING)).isEqualTo(2);
            assertThat(db.migrations().migrate().applied()).hasSize(2);
        }
    }
}
