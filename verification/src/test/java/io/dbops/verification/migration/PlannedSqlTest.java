package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationContext;
import io.dbops.migration.MigrationPlan;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The SQL of a plan, run by the database's own client, leaves what a migrate leaves. */
@Timeout(120)
final class PlannedSqlTest {

    @TempDir
    Path scripts;

    @TempDir
    Path output;

    @ParameterizedTest
    @EnumSource
    void the_client_leaves_what_migrate_leaves_and_the_plan_itself_nothing(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__parcels.sql",
                "CREATE TABLE ${prefix}parcel (id INT NOT NULL, name VARCHAR(50) DEFAULT 'a;''b' NOT NULL,",
                "  CONSTRAINT parcel_key PRIMARY KEY (id)); -- none; here",
                "INSERT INTO ${prefix}parcel VALUES (1, 'one; \u00e9'), (2, 'two -- ''') -- a comment; at the end",
                ";",
                "CREATE INDEX parcel_name ON ${prefix}parcel (name);",
                "CREATE VIEW named AS SELECT id, name FROM ${prefix}parcel WHERE name <> ';'");
        script(scripts, "V2__programs.sql", programs(kind.family()));
        script(
                scripts,
                "V3__data.sql",
                "INSERT INTO my_parcel (id) VALUES (3);",
                "UPDATE my_parcel SET name = 'multi",
                "line;' WHERE id = 3;");
        script(scripts, "beforeEachMigrate.sql", "SELECT 1;");
        script(scripts, "afterMigrate__last.sql", "INSERT INTO my_parcel VALUES (500, 'behind; all');");
        leavesTheSame(kind, 3);
    }

    /** Each ends with, or holds, what only the client or only the dialect's lexicon can tell from the end of a statement. */
    private static String[] programs(Family family) {
        return switch (family) {
            case H2 ->
                new String[] {
                    "CREATE ALIAS twice AS $$ int twice(int a) { int b = a; return b * 2; } $$;",
                    "INSERT INTO my_parcel VALUES (twice(50), $$it's; here$$);"
                };
            case POSTGRESQL ->
                new String[] {
                    "SET search_path = public, pg_temp;",
                    "SET standard_conforming_strings = off;",
                    "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $body$",
                    "BEGIN",
                    "  NEW.name := NEW.name || ';'; -- stamped",
                    "  RETURN NEW;",
                    "END;",
                    "$body$;",
                    "CREATE TRIGGER stamps BEFORE INSERT ON my_parcel FOR EACH ROW EXECUTE FUNCTION stamp();",
                    "COPY my_parcel (id, name) FROM stdin;",
                    "7\tseven; 'quote",
                    "8\tback\\\\slash \u00e9",
                    "\\.",
                    "INSERT INTO my_parcel VALUES (9, 'old \\'; style');"
                };
            case MYSQL, MARIADB ->
                new String[] {
                    "SET sql_mode = 'NO_BACKSLASH_ESCAPES';",
                    "CREATE TRIGGER stamps BEFORE INSERT ON my_parcel FOR EACH ROW",
                    "BEGIN",
                    "  SET NEW.name = CONCAT(NEW.name, ';$$ // @@'); # stamped;",
                    "END;",
                    "CREATE FUNCTION plain(a INT) RETURNS INT DETERMINISTIC RETURN IF(a > 1, 20, 40);",
                    "INSERT INTO my_parcel VALUES (9, 'back\\');"
                };
        };
    }

    /** Not on version 18, whose server leaves the end of CSV data to the client, which an older psql leaves to the server. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"H2", "POSTGRESQL_18"})
    void scripts_full_of_traps_come_through(ServerKind kind) throws Exception {
        String transcript = kind.family() == Family.POSTGRESQL ? "postgresql.sql" : "mysql.sql";
        try (var resource = PlannedSqlTest.class.getResourceAsStream("/transcripts/" + transcript)) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            // the last statement drops nearly all
            script(scripts, "V1__traps.sql", "-- transaction: none", text.substring(0, text.lastIndexOf("DROP TABLE")));
        }
        leavesTheSame(kind, 1);
    }

    private void leavesTheSame(ServerKind kind, int migrations) throws Exception {
        DatabaseClient client = DatabaseClient.of(kind);
        try (TestDatabase byClient = Databases.create(kind);
                TestDatabase byMigrate = Databases.create(kind)) {
            DatabaseState empty = DatabaseState.of(byClient);
            MigrationPlan plan = dbOps(byClient).migrations().planMigrate();
            String sql = plan.toSql();
            assertThat(DatabaseState.of(byClient)).as("a plan touches nothing").isEqualTo(empty);
            assertThat(sql).startsWith("-- what migrate() would run on " + plan.database() + ": " + migrations);
            assertThat(plan.toSql()).as("and may be asked again").isEqualTo(sql);

            Path file = Files.writeString(output.resolve("plan.sql"), sql);
            client.run(byClient, file);
            assertThat(dbOps(byMigrate).migrations().migrate().applied()).hasSize(migrations);

            DatabaseState state = DatabaseState.of(byClient);
            assertThat(state.lines()).hasSizeGreaterThan(empty.lines().size() + 3);
            assertThat(state.lines())
                    .as(sql)
                    .containsExactlyElementsOf(DatabaseState.of(byMigrate).lines());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_17", "MYSQL_8_0"})
    void a_java_migration_is_marked_and_what_is_applied_is_left_out(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            dbOps(database).migrations().migrate();
            script(scripts, "V2__b.sql", "CREATE TABLE b (id INT);");
            DbOps withJava = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .placeholder("prefix", "my_")
                    .migrationsFrom(new Load())
                    .build();
            assertThat(withJava.migrations().planMigrate().toSql().lines())
                    .filteredOn(line -> !line.isEmpty())
                    .contains("-- 2 b (" + scripts.resolve("V2__b.sql") + ", "
                            + (kind.family() == Family.POSTGRESQL ? "one transaction)" : "statement by statement)"))
                    .contains("CREATE TABLE b (id INT);")
                    .contains("-- NOT PREVIEWABLE: here migrate() runs a Java migration")
                    .contains("-- load bell   DROP TABLE a; (" + Load.class.getName() + ", "
                            + (kind.family() == Family.POSTGRESQL ? "one transaction)" : "statement by statement)"))
                    .noneMatch(line -> line.contains("CREATE TABLE a"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void a_script_that_is_not_what_was_planned_is_refused(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            MigrationPlan plan = dbOps(database).migrations().planMigrate();
            script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);", "DROP TABLE a;");
            refused(plan);
            script(scripts, "V1__a.sql", "CREATE TABLE other (id INT);");
            refused(plan);
            Files.delete(scripts.resolve("V1__a.sql"));
            script(scripts, "V2__b.sql", "CREATE TABLE b (id INT);");
            refused(plan);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void what_an_application_keeps_in_variables_of_its_session_is_not_written(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        try (TestDatabase database = Databases.create(kind);
                FixedPool pool = new FixedPool(database.dataSource(), 1)) {
            try (Statement statement = pool.connections().get(0).createStatement()) {
                statement.execute("CREATE SCHEMA other");
                statement.execute("SET @token = 'secret'");
                statement.execute("SET SCHEMA other");
            }
            MigrationPlan plan = DbOps.builder()
                    .dataSource(pool)
                    .migrationsFrom(scripts)
                    .build()
                    .migrations()
                    .planMigrate();
            assertThat(plan.toSql()).contains("SET SCHEMA \"OTHER\";").doesNotContain("secret", "token", "TOKEN");
        }
    }

    private static void refused(MigrationPlan plan) {
        assertThatThrownBy(plan::toSql)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_INVALID))
                .hasMessageContaining("is not any more what was planned")
                .hasMessageContaining("Plan again");
    }

    private DbOps dbOps(TestDatabase database) throws IOException {
        return DbOps.builder()
                .dataSource(database.dataSource())
                .migrationsFrom(scripts)
                .placeholder("prefix", "my_")
                .build();
    }

    /** Its name would end a comment. */
    private static final class Load implements JavaMigration {
        @Override
        public String id() {
            return "load";
        }

        @Override
        public String name() {
            return "bell\u0007\r\nDROP TABLE a;";
        }

        @Override
        public void up(MigrationContext context) {
            throw new AssertionError("a plan runs nothing");
        }
    }
}
