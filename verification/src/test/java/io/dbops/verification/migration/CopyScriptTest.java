package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Scripts as {@code pg_dump} writes them: {@code COPY ... FROM stdin} with its data. */
@Timeout(60)
final class CopyScriptTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = "POSTGRESQL_.*")
    void dataAreLoadedInTheMigrationsTransaction(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__dump.sql",
                "\\restrict x7Kq",
                "SET client_encoding = 'UTF8';",
                "CREATE TABLE parcel (id INT PRIMARY KEY, name TEXT);",
                "COPY parcel (id, name) FROM stdin;",
                "1\tsemicolon; and 'quote",
                "2\t\\N",
                "3\ttab\\tthere \u2713",
                "\\.",
                "UPDATE parcel SET name = 'none' WHERE name IS NULL;",
                "\\unrestrict x7Kq");
        script(scripts, "V2__broken.sql", "COPY parcel FROM stdin;", "4\tfour", "\\.", "SELEC;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(failure).hasMessageContaining("V2__broken.sql:4");
            assertThat(query(database.dataSource(), "SELECT string_agg(name, ',' ORDER BY id) FROM parcel"))
                    .as("of the first migration all, of the second nothing")
                    .isEqualTo("semicolon; and 'quote,none,tab\tthere \u2713");
            assertThat(query(database.dataSource(), "SELECT rows_changed FROM dbops_history WHERE id = '1'"))
                    .isEqualTo("4");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = "POSTGRESQL_.*")
    void theLineOfTheDataThatIsWrongIsNamedAndItsValuesAreNot(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__dump.sql",
                "CREATE TABLE parcel (id INT PRIMARY KEY, name TEXT);",
                "COPY parcel FROM stdin;",
                "1\tone",
                "secret\ttwo",
                "\\.");
        try (TestDatabase database = Databases.create(kind)) {
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class,
                    () -> dbOps(database.dataSource(), scripts).migrations().migrate());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(failure).hasMessageContaining("V1__dump.sql:4: statement 2 of migration 1");
            assertThat(failure.hint())
                    .hasValueSatisfying(hint -> assertThat(hint).contains("or its data"));
            for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("secret");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void aLoadThatWaitsForALockEndsAtTheDeadline(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE parcel (id INT PRIMARY KEY, name TEXT);");
        try (TestDatabase database = Databases.create(kind);
                Connection holder = database.dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE parcel IN ACCESS EXCLUSIVE MODE");
            script(scripts, "V2__load.sql", "COPY parcel FROM stdin;", "1\tone", "\\.");
            MigrateOptions soon =
                    MigrateOptions.builder().timeout(Duration.ofSeconds(1)).build();
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(soon));
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.DEADLINE);
            holder.rollback();
            assertThat(db.migrations().migrate().applied()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL_18")
    void dataThatChangeAfterTheyWereAppliedAreFound(ServerKind kind) throws Exception {
        List<String> lines = List.of("CREATE TABLE parcel (id INT);", "COPY parcel FROM stdin;", "1", "\\.");
        script(scripts, "V1__dump.sql", lines.toArray(String[]::new));
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();
            assertThat(db.migrations().validate().faults()).isEmpty();
            script(scripts, "V1__dump.sql", String.join("\r\n", lines));
            assertThat(db.migrations().validate().faults())
                    .as("other line endings")
                    .isEmpty();
            script(scripts, "V1__dump.sql", String.join("\n", lines).replace("\n1\n", "\n2\n"));
            assertThat(db.migrations().validate().faults()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "MYSQL_8_0", "MARIADB_11_4"})
    void elsewhereCopyIsNoStatement(ServerKind kind) throws Exception {
        script(scripts, "V1__dump.sql", "COPY parcel FROM stdin;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class,
                    () -> dbOps(database.dataSource(), scripts).migrations().migrate());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
        }
    }
}
