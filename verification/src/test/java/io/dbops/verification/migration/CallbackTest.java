package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.execute;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.DbOpsBuilder;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CallbackContext;
import io.dbops.migration.CallbackMoment;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationState;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application does around its migrations, in scripts and in Java. */
final class CallbackTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void everyMomentIsCalledOnceInItsPlaceScriptsFirst(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);", note("V1"));
        script(scripts, "U1__a.sql", note("U1"), "DROP TABLE a;");
        script(scripts, "V2__b.sql", note("V2"));
        script(scripts, "U2__b.sql", note("U2"));
        for (CallbackMoment moment : CallbackMoment.values()) {
            script(scripts, moment.word() + "__say_it.sql", note(moment.word()));
        }
        script(scripts, "afterMigrate__and_again.sql", note("again"));
        try (TestDatabase database = withLog(kind)) {
            DbOps db = all(builder(database)).build();

            db.migrations().migrate();
            db.migrations().migrate();
            db.migrations().undo();
            db.migrations().undo();

            assertThat(log(database))
                    .containsExactly(
                            "beforeMigrate",
                            "Java beforeMigrate",
                            "beforeEachMigrate",
                            "Java beforeEachMigrate 1",
                            "V1",
                            "afterEachMigrate",
                            "Java afterEachMigrate 1",
                            "beforeEachMigrate",
                            "Java beforeEachMigrate 2",
                            "V2",
                            "afterEachMigrate",
                            "Java afterEachMigrate 2",
                            "again",
                            "afterMigrate",
                            "Java afterMigrate",
                            "beforeUndo",
                            "Java beforeUndo",
                            "beforeEachUndo",
                            "Java beforeEachUndo 2",
                            "U2",
                            "afterEachUndo",
                            "Java afterEachUndo 2",
                            "afterUndo",
                            "Java afterUndo",
                            "beforeUndo",
                            "Java beforeUndo",
                            "beforeEachUndo",
                            "Java beforeEachUndo 1",
                            "U1",
                            "afterEachUndo",
                            "Java afterEachUndo 1",
                            "afterUndo",
                            "Java afterUndo");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().status().entries()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void whatComesBehindTheMigrationsIsCalledByALaterRunIfItsOwnDidNotGetThere(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        script(scripts, "afterMigrate.sql", note("afterMigrate"));
        try (TestDatabase database = withLog(kind)) {
            AtomicBoolean wrong = new AtomicBoolean(true);
            DbOps db = builder(database)
                    .callback(CallbackMoment.AFTER_EACH_MIGRATE, context -> failIf(wrong))
                    .build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure).hasMessageContainingAll("Java callback afterEachMigrate", "on purpose");
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(failure.partialWork().orElseThrow().done()).containsExactly("1");
            assertThat(db.migrations().status().count(MigrationState.COMPLETED)).isEqualTo(1);
            assertThat(log(database)).isEmpty();

            wrong.set(false);
            assertThat(db.migrations().migrate().applied()).isEmpty();
            assertThat(log(database)).containsExactly("afterMigrate");
            db.migrations().migrate();
            assertThat(log(database)).containsExactly("afterMigrate");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0"})
    void aCallbackThatFailsNamesItsLineAndLeavesTheMigrationAlone(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        script(
                scripts,
                "beforeEachMigrate__check.sql",
                "-- two statements",
                note("first"),
                note("second").replace("log", "gone"));
        try (TestDatabase database = withLog(kind)) {
            DbOps db = builder(database).build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure)
                    .hasMessageContainingAll(
                            "beforeEachMigrate__check.sql:3", "statement 2 of callback beforeEachMigrate__check");
            assertThat(failure.hint().orElseThrow()).contains("migrate again");
            assertThat(failure.partialWork().orElseThrow().notStarted()).containsExactly("1");
            assertThat(db.migrations().status().count(MigrationState.PENDING)).isEqualTo(1);
            assertThat(log(database)).as("it was rolled back").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void settingsThatAreMadeBeforeAMigrationHoldForItAlone(ServerKind kind) throws Exception {
        boolean postgres = Databases.transactionalDdl(kind);
        String setting = postgres ? "current_setting('work_mem')" : "@@SESSION.group_concat_max_len";
        script(
                scripts,
                "beforeEachMigrate.sql",
                postgres ? "SET work_mem = '77MB';" : "SET group_concat_max_len = 77000;");
        script(scripts, "V1__a.sql", "INSERT INTO log SELECT 1, " + setting + ";");
        List<String> after = new ArrayList<>();
        try (TestDatabase database = withLog(kind)) {
            String usual = query(database.dataSource(), "SELECT " + setting);
            DbOps db = builder(database)
                    .callback(
                            CallbackMoment.AFTER_EACH_MIGRATE, context -> after.add(ask(context, "SELECT " + setting)))
                    .build();

            db.migrations().migrate();

            assertThat(log(database)).containsExactly(postgres ? "77MB" : "77000");
            assertThat(after).containsExactly(usual);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void inARunOfOneTransactionACallbackTakesEverythingBackWithIt(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        script(scripts, "beforeMigrate.sql", note("beforeMigrate"));
        try (TestDatabase database = withLog(kind)) {
            AtomicBoolean wrong = new AtomicBoolean(true);
            DbOps db = builder(database)
                    .callback(CallbackMoment.AFTER_MIGRATE, context -> failIf(wrong))
                    .build();
            MigrateOptions whole = MigrateOptions.builder().oneTransaction(true).build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(whole));

            assertThat(failure.partialWork().orElseThrow().done()).isEmpty();
            assertThat(log(database)).isEmpty();
            assertThat(query(database.dataSource(), "SELECT to_regclass('a') IS NULL"))
                    .isEqualTo("t");

            wrong.set(false);
            assertThat(db.migrations().migrate(whole).applied()).hasSize(1);
            assertThat(log(database)).containsExactly("beforeMigrate");
        }
    }

    /** A database with the table that callbacks and migrations write to. */
    private static TestDatabase withLog(ServerKind kind) throws SQLException {
        TestDatabase database = Databases.create(kind);
        execute(database.dataSource(), "CREATE TABLE log (n INT, what VARCHAR(100))");
        return database;
    }

    private DbOpsBuilder builder(TestDatabase database) {
        return DbOps.builder().dataSource(database.dataSource()).migrationsFrom(scripts);
    }

    private static DbOpsBuilder all(DbOpsBuilder builder) {
        for (CallbackMoment moment : CallbackMoment.values()) {
            builder.callback(moment, context -> {
                assertThat(context.moment()).isEqualTo(moment);
                String of = context.migration().map(id -> " " + id).orElse("");
                try (Statement statement = context.connection().createStatement()) {
                    statement.execute(note("Java " + moment.word() + of).replace(";", ""));
                }
            });
        }
        return builder;
    }

    private static String note(String what) {
        return "INSERT INTO log SELECT COUNT(*), '" + what + "' FROM log;";
    }

    private static String ask(CallbackContext context, String sql) throws SQLException {
        try (Statement statement = context.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void failIf(AtomicBoolean wrong) {
        if (wrong.get()) {
            throw new IllegalStateException("on purpose");
        }
    }

    private static List<String> log(TestDatabase database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (var connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT what FROM log ORDER BY n")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
