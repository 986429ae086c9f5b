package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static io.dbops.verification.migration.Databases.transactionalDdl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationContext;
import io.dbops.migration.MigrationState;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class ExecutionTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource
    void aJavaMigrationRunsAmongScriptsInATransactionItCannotEnd(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY);");
        try (TestDatabase database = Databases.create(kind)) {
            JavaMigration load = migration("load", context -> {
                try (PreparedStatement insert = context.connection().prepareStatement("INSERT INTO t VALUES (?)")) {
                    for (int i = 0; i < 10; i++) {
                        insert.setInt(1, i);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
                context.progress("t", 10, 10);
            });
            DbOps db = with(database.dataSource(), load);
            assertThat(db.migrations().migrate().applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("1", "load");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("10");
            assertThat(db.migrations().validate().faults()).isEmpty();

            JavaMigration commits =
                    migration("wild", context -> context.connection().commit());
            DbOpsException failure =
                    catchThrowableOfType(DbOpsException.class, () -> with(database.dataSource(), load, commits)
                            .migrations()
                            .migrate());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(failure).hasMessageContaining("commit()");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedJavaMigrationIsRolledBackAndMayBeRepeated(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY);");
        try (TestDatabase database = Databases.create(kind)) {
            boolean[] fail = {true};
            JavaMigration load = migration("load", context -> {
                execute(context, "INSERT INTO t VALUES (1)");
                if (fail[0]) {
                    throw new IllegalStateException("not today");
                }
            });
            DbOps db = with(database.dataSource(), load);
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(failure).hasMessageContaining("not today");
            assertThat(failure.partialWork().orElseThrow().failed()).containsExactly("load");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("0");
            assertThat(db.migrations().status().count(MigrationState.FAILED)).isEqualTo(1);

            fail[0] = false;
            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aJavaMigrationThatFailsAfterDdlCommittedIsInDoubtAndNotRepeated(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY);");
        try (TestDatabase database = Databases.create(kind)) {
            JavaMigration mixed = migration("mixed", context -> {
                execute(context, "INSERT INTO t VALUES (1)");
                execute(context, "CREATE TABLE u (id INT)");
                throw new IllegalStateException("too late");
            });
            DbOps db = with(database.dataSource(), mixed);
            DbOpsException first = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(first).hasMessageContaining("too late").hasMessageContaining("partly committed");

            DbOpsException second = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(second.code()).isEqualTo(ErrorCode.MIGRATION_IN_DOUBT);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"POSTGRESQL_.*", "MYSQL_.*", "MARIADB_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void aDeadlineCancelsTheStatementAndFreesTheLock(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__slow.sql", slow(kind));
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            MigrateOptions options =
                    MigrateOptions.builder().timeout(Duration.ofSeconds(2)).build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(options));

            assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE);
            assertThat(failure).hasMessageContaining("V2__slow.sql:1");
            assertThat(failure.partialWork().orElseThrow().done()).containsExactly("1");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("0");

            script(scripts, "V2__slow.sql", "INSERT INTO t VALUES (1);");
            assertThat(db.migrations().migrate().applied()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptCancelsTheStatementKeepsTheFlagAndFreesTheLock(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__slow.sql", slow(kind));
        try (TestDatabase database = Databases.create(kind)) {
            Thread migrating = Thread.currentThread();
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        if (event.kind() == OperationEvent.Kind.ITEM_STARTED
                                && event.item().equals("2")) {
                            interruptSoon(migrating);
                        }
                    })
                    .build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("0");
            script(scripts, "V2__slow.sql", "INSERT INTO t VALUES (1);");
            assertThat(dbOps(database.dataSource(), scripts)
                            .migrations()
                            .migrate()
                            .applied())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void transactionControlIsRefusedBeforeAnythingRunsUnlessAskedFor(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__t.sql", "INSERT INTO t VALUES (1);", "COMMIT;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_INVALID);
            assertThat(failure).hasMessageContaining("V2__t.sql:2").hasMessageContaining("COMMIT");
            assertThat(db.migrations().status().count(MigrationState.PENDING)).isEqualTo(2);

            script(
                    scripts,
                    "V2__t.sql",
                    "-- transaction: none",
                    "BEGIN;",
                    "INSERT INTO t VALUES (1);",
                    "INSERT INTO t VALUES (2);",
                    "ROLLBACK;",
                    "INSERT INTO t VALUES (3);");
            assertThat(db.migrations().migrate().applied()).hasSize(2);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL_.*", mode = EnumSource.Mode.MATCH_ANY)
    void anIndexIsBuiltConcurrentlyWhileTheLockIsHeld(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(
                scripts,
                "V2__i.sql",
                "INSERT INTO t SELECT generate_series(1, 1000);",
                "CREATE INDEX CONCURRENTLY i ON t (id);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            assertThat(db.migrations().planMigrate().pending().get(1).oneTransaction())
                    .isFalse();
            db.migrations().migrate();
            assertThat(query(
                            database.dataSource(),
                            "SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'i'::regclass"))
                    .isEqualTo("true");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withNothingToDoTheNumberOfStatementsDoesNotDependOnTheNumberOfMigrations(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            StatementLog log = new StatementLog(database.dataSource());
            DbOps db = dbOps(log.logged(), scripts);
            db.migrations().migrate();
            log.asked();
            db.migrations().migrate();
            List<String> few = log.asked();

            for (int i = 2; i <= 40; i++) {
                script(scripts, "V" + i + "__x.sql", "INSERT INTO t VALUES (" + i + ");");
            }
            assertThat(db.migrations().migrate().applied()).hasSize(39);
            log.asked();
            assertThat(db.migrations().migrate().alreadyApplied()).isEqualTo(40);
            List<String> many = log.asked();

            assertThat(many).isEqualTo(few);
            assertThat(many)
                    .filteredOn(each -> each.startsWith("getConnection"))
                    .hasSize(1);
            assertThat(many).hasSizeLessThanOrEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeIsOneTransactionWhereTheDatabaseCan(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE a (id INT);",
                "CREATE TABLE b (id INT);",
                "CREATE TABLE a (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            assertThatThrownBy(() -> db.migrations().migrate()).isInstanceOf(DbOpsException.class);
            script(
                    scripts,
                    "V1__t.sql",
                    "CREATE TABLE a (id INT);",
                    "CREATE TABLE b (id INT);",
                    "CREATE TABLE c (id INT);");
            assertThat(db.migrations().migrate().applied().get(0).statements())
                    .isEqualTo(transactionalDdl(kind) ? 3 : 1);
        }
    }

    private DbOps with(DataSource connections, JavaMigration... migrations) {
        return DbOps.builder()
                .dataSource(connections)
                .migrationsFrom(scripts)
                .migrationsFrom(migrations)
                .build();
    }

    /** Sets the flag once the statement runs, or is about to. */
    private static void interruptSoon(Thread thread) {
        Thread interrupting = new Thread(() -> {
            while (!inDriver(thread)) {
                Thread.onSpinWait();
            }
            thread.interrupt();
        });
        interrupting.setDaemon(true);
        interrupting.start();
    }

    private static boolean inDriver(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().endsWith("StatementRunner")
                    && frame.getMethodName().equals("run")) {
                return true;
            }
        }
        return false;
    }

    private static String slow(ServerKind kind) {
        return switch (kind.family()) {
            case H2 -> "INSERT INTO t SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000000) WHERE MOD(X, 7) = 8;";
            case POSTGRESQL -> "INSERT INTO t SELECT 1 FROM (SELECT pg_sleep(60)) s;";
            case MYSQL, MARIADB -> "INSERT INTO t SELECT 1 FROM (SELECT BENCHMARK(2000000000, SHA2('x', 512))) s;";
        };
    }

    private static void execute(MigrationContext context, String sql) throws SQLException {
        try (Statement statement = context.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static JavaMigration migration(String id, Up up) {
        return new JavaMigration() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Set<String> dependencies() {
                return Set.of("1");
            }

            @Override
            public String fingerprint() {
                return id;
            }

            @Override
            public void up(MigrationContext context) throws Exception {
                up.run(context);
            }
        };
    }

    private interface Up {
        void run(MigrationContext context) throws Exception;
    }
}
