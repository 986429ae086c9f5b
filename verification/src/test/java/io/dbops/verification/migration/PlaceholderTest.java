package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.DbOpsBuilder;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PlaceholderTest {

    @TempDir
    Path scripts;

    private DbOps dbOps(TestDatabase database, Map<String, String> placeholders) {
        DbOpsBuilder builder = DbOps.builder().dataSource(database.dataSource()).migrationsFrom(scripts);
        placeholders.forEach(builder::placeholder);
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aValueStandsInForANameAlsoInQuotesAndTheChecksumDoesNotMind(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE ${prefix}t (id INT, name VARCHAR(50));",
                "INSERT INTO ${prefix}t VALUES (1, '${greeting}'), (2, '$${greeting}'), (3, '$ {greeting} ${');");
        script(scripts, "20260101000000_off.sql", "-- placeholders: off", "INSERT INTO x_t VALUES (4, '${greeting}');");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database, Map.of("prefix", "x_", "greeting", "it''s; fine"));
            db.migrations().migrate();
            assertThat(query(database.dataSource(), "SELECT name FROM x_t WHERE id = 1"))
                    .isEqualTo("it's; fine");
            assertThat(query(database.dataSource(), "SELECT name FROM x_t WHERE id = 2"))
                    .isEqualTo("${greeting}");
            assertThat(query(database.dataSource(), "SELECT name FROM x_t WHERE id = 3"))
                    .isEqualTo("$ {greeting} ${");
            assertThat(query(database.dataSource(), "SELECT name FROM x_t WHERE id = 4"))
                    .isEqualTo("${greeting}");
            assertThat(dbOps(database, Map.of("prefix", "y_", "greeting", "hello"))
                            .migrations()
                            .validate()
                            .faults())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void withoutAnyPlaceholderScriptsAreTakenAsTheyAre(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (name VARCHAR(50));", "INSERT INTO t VALUES ('${x} $${y}');");
        try (TestDatabase database = Databases.create(kind)) {
            dbOps(database, Map.of()).migrations().migrate();
            assertThat(query(database.dataSource(), "SELECT name FROM t")).isEqualTo("${x} $${y}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO t VALUES ('${unknown}') | V1__t.sql:3 | no value was given for the placeholder ${unknown}",
                "INSERT INTO t VALUES ('${second}') | V1__t.sql:2 | would no longer be one whole statement",
                "INSERT INTO t VALUES ('${quote}') | V1__t.sql:2 | would no longer be one whole statement",
                "INSERT INTO t VALUES ('a' ${comment}) | V1__t.sql:2 | would no longer be one whole statement"
            })
    void aNameWithoutValueAndAValueThatWouldBreakItsStatementAreRefusedBeforeAnythingRuns(
            String statement, String place, String why) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE t (name VARCHAR(50));",
                statement.replace("VALUES", "VALUES\n") + ";");
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = dbOps(
                    database,
                    Map.of("second", "x'); DELETE FROM t WHERE name IN ('", "quote", "it's", "comment", "/* "));
            assertThatThrownBy(() -> db.migrations().migrate())
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_INVALID))
                    .hasMessageContaining(place)
                    .hasMessageContaining(why);
            assertThat(query(
                            database.dataSource(),
                            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'T'"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL_18")
    void dataBehindAStatementAreNeverTouched(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE t (name TEXT);",
                "COPY ${table} FROM stdin;",
                "${table} and ${unknown}",
                "\\.");
        try (TestDatabase database = Databases.create(kind)) {
            dbOps(database, Map.of("table", "t")).migrations().migrate();
            assertThat(query(database.dataSource(), "SELECT name FROM t")).isEqualTo("${table} and ${unknown}");
        }
    }
}
