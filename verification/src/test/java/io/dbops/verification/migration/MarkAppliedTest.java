package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationState;
import io.dbops.migration.MigrationStatusReport;
import io.dbops.migration.Migrations;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A schema that was there before its history, and a migration whose work was done by hand. */
@Timeout(60)
final class MarkAppliedTest {

    private static final String REMARK = "marked as applied, not run";

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource
    void a_baseline_takes_what_is_there_for_applied_and_leaves_what_comes_later(ServerKind kind) throws Exception {
        script(scripts, "V1__one.sql", "CREATE TABLE one (id INT);");
        script(scripts, "V1.2__two.sql", "CREATE TABLE two (id INT);");
        script(scripts, "V2__three.sql", "INSERT INTO two VALUES (3);");
        try (TestDatabase database = Databases.create(kind)) {
            run(database, "CREATE TABLE one (id INT)", "CREATE TABLE two (id INT)");
            Migrations migrations = dbOps(database.dataSource(), scripts).migrations();

            assertThat(migrations.baseline("1.2").applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("1", "1.2");

            MigrationStatusReport status = migrations.status();
            assertThat(status.entries())
                    .extracting(MigrationStatusReport.Entry::state)
                    .containsExactly(MigrationState.COMPLETED, MigrationState.COMPLETED, MigrationState.PENDING);
            assertThat(status.entries().get(1).remark()).contains(REMARK);
            assertThat(status.entries().get(2).remark()).isEmpty();
            assertThat(status.toString()).contains("two (" + REMARK + ")");
            assertThat(status.toJson()).contains("\"remark\":\"" + REMARK + "\"");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM two")).isEqualTo("0");

            assertThat(migrations.baseline("1.2").applied())
                    .as("once is enough")
                    .isEmpty();
            assertThat(migrations.migrate().applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("2");
            assertThat(migrations.validate().faults()).isEmpty();
            assertThat(migrations.migrate().applied()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_migration_that_was_finished_by_hand_is_marked_and_its_failure_forgotten(ServerKind kind)
            throws Exception {
        script(scripts, "V1__begun.sql", "CREATE TABLE one (id INT);", "CREATE TABLE nothing.two (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            Migrations migrations = dbOps(database.dataSource(), scripts).migrations();
            assertThatThrownBy(migrations::migrate).isInstanceOf(DbOpsException.class);
            assertThat(migrations.status().entries().get(0).remark())
                    .hasValueSatisfying(remark -> assertThat(remark).contains("V1__begun.sql:2"));
            run(database, "DROP TABLE IF EXISTS one", "CREATE TABLE one (id INT)");

            migrations.markApplied(MigrateOptions.builder().only("1").build());

            assertThat(migrations.status().count(MigrationState.COMPLETED)).isOne();
            assertThat(query(
                            database.dataSource(),
                            "SELECT COUNT(*) FROM " + (kind == ServerKind.H2 ? "\"dbops_journal\"" : "dbops_journal")))
                    .as("nothing is left of the attempt")
                    .isEqualTo("0");
            script(scripts, "V2__next.sql", "INSERT INTO one VALUES (1);");
            assertThat(migrations.migrate().applied()).hasSize(1);
            assertThat(migrations.validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_17", "MYSQL_8_0"})
    void what_is_not_there_to_be_marked_is_refused_and_nothing_recorded(ServerKind kind) throws Exception {
        script(scripts, "V1__one.sql", "CREATE TABLE one (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            assertThatThrownBy(() -> db.migrations().baseline("7"))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("7");
            assertThat(db.migrations().status().count(MigrationState.PENDING)).isOne();
        }
    }

    private static void run(TestDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
