package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.execute;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static io.dbops.verification.migration.Databases.transactionalDdl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrationPlan;
import io.dbops.migration.MigrationReport;
import io.dbops.migration.MigrationState;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MigrateTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource
    void migrationsAreAppliedInOrderAndRecorded(ServerKind kind) throws Exception {
        script(scripts, "20261122100000_orders.sql", "INSERT INTO customer VALUES (1, 'Ada; Countess');");
        script(
                scripts,
                "20261122090000_customers.sql",
                "-- type: schema",
                "-- UP",
                "CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(40));",
                "INSERT INTO customer VALUES (2, 'Grace')",
                "-- DOWN",
                "DROP TABLE customer;");
        try (TestDatabase database = Databases.create(kind)) {
            DataSource connections = database.dataSource();
            DbOps db = dbOps(connections, scripts);

            MigrationReport report = db.migrations().migrate();

            assertThat(report.applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("20261122090000", "20261122100000");
            assertThat(report.applied().get(0).statements()).isEqualTo(2);
            assertThat(query(connections, "SELECT COUNT(*) FROM customer")).isEqualTo("2");
            assertThat(query(connections, "SELECT name FROM customer WHERE id = 1"))
                    .isEqualTo("Ada; Countess");
            assertThat(db.migrations().status().entries()).allSatisfy(entry -> {
                assertThat(entry.state()).isEqualTo(MigrationState.COMPLETED);
                assertThat(entry.by()).isPresent();
                assertThat(entry.duration()).isPresent();
            });
            assertThat(db.migrations().validate().faults()).isEmpty();

            MigrationReport second = db.migrations().migrate();
            assertThat(second.applied()).isEmpty();
            assertThat(second.alreadyApplied()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void planningRunsAndWritesNothing(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);", "INSERT INTO a VALUES (1);");
        try (TestDatabase database = Databases.create(kind)) {
            MigrationPlan plan =
                    dbOps(database.dataSource(), scripts).migrations().planMigrate();

            assertThat(plan.pending()).hasSize(1);
            assertThat(plan.pending().get(0).statements())
                    .containsExactly("CREATE TABLE a (id INT)", "INSERT INTO a VALUES (1)");
            assertThat(plan.pending().get(0).oneTransaction()).isEqualTo(transactionalDdl(kind));
            String tables = "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name)"
                    + " IN ('a', 'dbops_history', 'dbops_journal', 'dbops_lock')"
                    + (kind == ServerKind.H2 ? "" : " AND table_schema IN ('public', '" + database.name() + "')");
            assertThat(query(database.dataSource(), tables)).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureNamesScriptLineStatementAndTheDatabasesWordsAndIsRecorded(ServerKind kind) throws Exception {
        script(scripts, "V1__good.sql", "CREATE TABLE good (id INT PRIMARY KEY);");
        script(
                scripts,
                "V2__bad.sql",
                "CREATE TABLE half (id INT);",
                "INSERT INTO good VALUES (1);",
                "",
                "INSERT INTO missing_table VALUES ('s3cret');",
                "INSERT INTO good VALUES (2);");
        script(scripts, "V3__never.sql", "CREATE TABLE never (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DataSource connections = database.dataSource();
            DbOps db = dbOps(connections, scripts);

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(failure).hasMessageContainingAll("V2__bad.sql:4", "INSERT INTO missing_table", "SQLState");
            assertThat(failure.getMessage())
                    .containsIgnoringCase("missing_table")
                    .doesNotContain("s3cret");
            assertThat(failure.getCause()).isInstanceOf(SQLException.class);
            assertThat(failure.partialWork().orElseThrow().done()).containsExactly("1");
            assertThat(failure.partialWork().orElseThrow().failed()).containsExactly("2");
            assertThat(failure.partialWork().orElseThrow().notStarted()).containsExactly("3");
            String history = quoted(kind, "dbops_history");
            assertThat(query(
                            connections,
                            "SELECT " + quoted(kind, "failure") + " FROM " + history + " WHERE " + quoted(kind, "state")
                                    + " = 'FAILED'"))
                    .contains("V2__bad.sql:4");
            assertThat(db.migrations().status().count(MigrationState.FAILED)).isEqualTo(1);
            assertThat(query(connections, "SELECT COUNT(*) FROM good")).isEqualTo(transactionalDdl(kind) ? "0" : "1");

            script(
                    scripts,
                    "V2__bad.sql",
                    "CREATE TABLE half (id INT);",
                    "INSERT INTO good VALUES (1);",
                    "",
                    "INSERT INTO half VALUES (7);",
                    "INSERT INTO good VALUES (2);");
            MigrationReport resumed = db.migrations().migrate();

            assertThat(resumed.applied()).extracting(AppliedMigration::id).containsExactly("2", "3");
            assertThat(resumed.applied().get(0).statements()).isEqualTo(transactionalDdl(kind) ? 4 : 2);
            assertThat(query(connections, "SELECT COUNT(*) FROM good")).isEqualTo("2");
            assertThat(query(connections, "SELECT id FROM half")).isEqualTo("7");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void theAppliedPrefixOfAFailedMigrationMayNotChange(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);", "CREATE TABLE missing.a (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            assertThatThrownBy(() -> db.migrations().migrate()).isInstanceOf(DbOpsException.class);

            script(scripts, "V1__a.sql", "CREATE TABLE a (id BIGINT);", "CREATE TABLE b (id INT);");
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_HISTORY);
            assertThat(failure).hasMessageContaining("V1__a.sql:1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangedFileIsFoundAndALineEndingIsNoChange(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (", "  id INT", ");");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();

            Files.writeString(scripts.resolve("V1__a.sql"), "CREATE TABLE a (  \r\n  id INT\r\n);\r\n");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().applied()).isEmpty();

            script(scripts, "V1__a.sql", "CREATE TABLE a (", "  id BIGINT", ");");
            assertThat(db.migrations().validate().faults())
                    .singleElement()
                    .asString()
                    .contains("V1__a.sql");
            assertThatThrownBy(() -> db.migrations().migrate())
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_HISTORY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryRowChangedByHandBreaksTheChain(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        script(scripts, "V2__b.sql", "CREATE TABLE b (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();
            assertThat(db.migrations().validate().faults()).isEmpty();

            execute(
                    database.dataSource(),
                    "UPDATE " + quoted(kind, "dbops_history") + " SET " + quoted(kind, "applied_by")
                            + " = 'nobody' WHERE " + quoted(kind, "id") + " = '1'");

            assertThat(db.migrations().validate().faults())
                    .singleElement()
                    .asString()
                    .contains("chain");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFlywayDirectoryIsAdoptedAsItIs(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__create_person_table.sql",
                "create table PERSON (",
                "  ID int not null,",
                "  NAME varchar(100)",
                ");");
        script(scripts, "V2__add_people.sql", "insert into PERSON (ID, NAME) values (1, 'Axel');");
        script(scripts, "V10__more.sql", "insert into PERSON (ID, NAME) values (3, 'Bert');");
        script(scripts, "V2_1__between.sql", "insert into PERSON (ID, NAME) values (2, 'Mr. Foo');");
        script(scripts, "U2__remove_people.sql", "delete from PERSON;");
        script(scripts, "R__names.sql", "insert into PERSON (ID, NAME) values (4, 'first');");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);

            assertThat(db.migrations().migrate().applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("1", "2", "2.1", "10", "R__names");
            assertThat(db.migrations().migrate().applied()).isEmpty();

            script(scripts, "R__names.sql", "update PERSON set NAME = 'second' where ID = 4;");
            assertThat(db.migrations().migrate().applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("R__names");
            assertThat(query(database.dataSource(), "select NAME from PERSON where ID = 4"))
                    .isEqualTo("second");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().alreadyApplied()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJournalOfAnEarlierVersionIsUpgraded(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();
            Databases.execute(
                    database.dataSource(),
                    "ALTER TABLE " + quoted(kind, "dbops_journal") + " DROP COLUMN " + quoted(kind, "evidence"));
            script(scripts, "V2__u.sql", "CREATE TABLE u (id INT);");

            assertThat(db.migrations().migrate().applied()).hasSize(1);

            assertThat(query(
                            database.dataSource(),
                            "SELECT COUNT(" + quoted(kind, "evidence") + ") FROM " + quoted(kind, "dbops_journal")))
                    .isEqualTo("0");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }
}
