package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrateOptions.Policy;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Heard;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases that only warn when they change what they are given. */
final class LossWarningTest {

    private static final String LENIENT = "SET sql_mode = '';";

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aValueThatWasCutFailsTheMigrationAndIsTakenBack(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(5));");
        script(
                scripts,
                "V2__cut.sql",
                LENIENT,
                "INSERT INTO t VALUES (1, 'short');",
                "INSERT INTO t VALUES (2, 'secret-and-long'), (3, 'secret-and-long');");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(failure)
                    .hasMessageContainingAll("V2__cut.sql:3", "lost data", "code 1265", "1 times more")
                    .hasMessageNotContaining("secret");
            assertThat(failure.hint().orElseThrow()).contains("data_loss: allow");
            assertThat(query(database.dataSource(), "SELECT GROUP_CONCAT(id) FROM t"))
                    .as("the statement before is a unit of its own")
                    .isEqualTo("1");

            script(scripts, "V2__cut.sql", LENIENT, "INSERT INTO t VALUES (1, 'short');");
            assertThat(db.migrations().migrate().applied()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void whatNothingTakesBackFailsTooAndTheNextRunGoesOnBehindIt(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (n INT);", "INSERT INTO t VALUES (70000);");
        script(scripts, "V2__narrow.sql", LENIENT, "ALTER TABLE t MODIFY n SMALLINT;", "CREATE TABLE u (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure).hasMessageContainingAll("V2__narrow.sql:2", "code 1264", "goes on behind it");
            assertThat(query(database.dataSource(), "SELECT n FROM t")).isEqualTo("32767");

            assertThat(db.migrations().migrate().applied().get(0).statements()).isEqualTo(2); // SET, CREATE
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM u")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void whatIsMeantIsAllowedByTheScriptOrByTheRun(ServerKind kind) throws Exception {
        String cut = "INSERT IGNORE INTO t VALUES (1, 'too long by far');";
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT, name VARCHAR(5));");
        script(scripts, "V2__said.sql", "-- data_loss: allow", cut);
        script(scripts, "V3__unsaid.sql", cut);
        Heard warnings = Heard.warnings();
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(warnings)
                    .build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(failure).hasMessageContaining("V3__unsaid.sql:1");
            assertThat(warnings.details()).isEmpty();

            db.migrations()
                    .migrate(MigrateOptions.builder().lossWarnings(Policy.WARN).build());
            assertThat(warnings.details()).singleElement().asString().contains("V3__unsaid.sql:1", "lost data");

            script(scripts, "V4__again.sql", cut);
            db.migrations()
                    .migrate(MigrateOptions.builder().lossWarnings(Policy.ALLOW).build());
            assertThat(warnings.details()).hasSize(1);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t WHERE name = 'too l'"))
                    .isEqualTo("3");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void otherWarningsAreNone(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "DROP TABLE IF EXISTS gone;",
                "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(5));",
                "INSERT INTO t VALUES (1, 'one');",
                "INSERT IGNORE INTO t VALUES (1, 'uno'), (2, 'two');",
                "SELECT COUNT(*) FROM t WHERE name = 0;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("2");
        }
    }
}
