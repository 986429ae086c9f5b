package io.dbops.verification.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanReport;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.ResetReport;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cleans and resets among other instances, under deadlines, and after a crash. */
final class CleanRunsTest {

    @TempDir
    private Path scripts;

    private DbOps dbOps(DataSource source) {
        return DbOps.builder().dataSource(source).migrationsFrom(scripts).build();
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(scripts.resolve(name), sql);
    }

    private void twoMigrations() throws IOException {
        script("V1__a.sql", "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (1);");
        script("V2__b.sql", "CREATE VIEW b AS SELECT id FROM a;");
    }

    @ParameterizedTest
    @EnumSource
    void aResetEndsInTheSameSchemaAsAFirstMigrate(ServerKind kind) throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(kind)) {
            zoo.fill();
            DbOps db = dbOps(zoo.source());

            ResetReport report = db.migrations().reset(zoo.allowed());

            assertThat(report.clean().dropped()).hasSizeGreaterThan(25);
            assertThat(report.migration().applied())
                    .extracting(each -> each.id())
                    .containsExactly("1", "2");
            assertThat(report.toJson()).contains("\"applied\":2");
            assertThat(zoo.query("SELECT COUNT(*) FROM b")).isEqualTo("1");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().applied()).isEmpty();
            assertThat(zoo.foreignRows()).isEqualTo("kept 1");

            zoo.execute("INSERT INTO a VALUES (2)");
            assertThat(db.migrations().reset(zoo.allowed()).migration().applied())
                    .hasSize(2);
            assertThat(zoo.query("SELECT COUNT(*) FROM b")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetDropsNothingWhenTheMigrationsCannotBePlanned(ServerKind kind) throws Exception {
        script("V1__a.sql", "CREATE TABLE a (id INT);");
        try (Zoo zoo = Zoo.open(kind)) {
            DbOps db = dbOps(zoo.source());
            db.migrations().migrate();
            script("V2__b.sql", "CREATE TABLE b (name VARCHAR(9) DEFAULT 'not closed);");
            List<String> before = zoo.catalogue();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().reset(zoo.allowed()));

            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_INVALID);
            assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetOfAnotherSchemaThanItsOwnIsRefused(ServerKind kind) throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(kind)) {
            List<String> before = zoo.catalogue();
            CleanOptions options = zoo.allow(kind == ServerKind.H2 ? "OTHER" : zoo.other());

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> dbOps(zoo.source()).migrations().reset(options));

            assertThat(failure.code()).isIn(ErrorCode.CONFIGURATION, ErrorCode.CLEAN_REFUSED);
            assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void instancesThatCleanResetAndMigrateAtOnceExcludeOneAnother(ServerKind kind) throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(kind);
                // H2 fails those who come while it closes a database that nobody uses any more
                Connection keptOpen = zoo.source().getConnection()) {
            CleanOptions allowed = zoo.allowed();
            DbOps db = dbOps(zoo.source());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> running = threads
                        .invokeAll(List.<Callable<Object>>of(
                                repeat(() -> db.migrations().clean(allowed)),
                                repeat(() -> db.migrations().migrate()),
                                repeat(() -> db.migrations().reset(allowed)),
                                repeat(() -> db.migrations().migrate())))
                        .stream()
                        .<Future<?>>map(each -> each)
                        .toList();
                for (Future<?> each : running) {
                    each.get();
                }
            } finally {
                threads.shutdownNow();
            }
            db.migrations().migrate();
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(zoo.query("SELECT COUNT(*) FROM b")).isEqualTo("1");
            assertThat(db.migrations().clean(allowed).dropped()).isNotEmpty();
        }
    }

    private static Callable<Object> repeat(Callable<Object> call) {
        return () -> {
            for (int round = 0; round < 12; round++) {
                call.call();
            }
            return "done";
        };
    }

    @ParameterizedTest
    @EnumSource(
            names = {"H2"},
            mode = EnumSource.Mode.EXCLUDE)
    void aCleanThatWasKilledIsNotedAndGoesOnWhenCalledAgain(ServerKind kind) throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(kind)) {
            List<String> fresh = zoo.catalogue();
            zoo.fill();
            DbOps db = dbOps(zoo.source());
            db.migrations().planClean();
            script("V1__a.sql", "CREATE TABLE aa (id INT);");
            script("V2__b.sql", "CREATE TABLE bb (id INT);");
            db.migrations().migrate();
            List<String> before = zoo.catalogue();

            assertThat(CleaningJvm.run(zoo.database(), zoo.allowed(), scripts, 3))
                    .isEqualTo(137);

            if (kind.family() == Family.POSTGRESQL) {
                awaitRollback(zoo, before);
                assertThat(db.migrations().migrate().applied()).isEmpty();
            } else {
                DbOpsException refused = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().migrate());
                assertThat(refused.code()).isEqualTo(ErrorCode.MIGRATION_HISTORY);
                assertThat(refused).hasMessageContaining("a clean of schema");
            }
            db.migrations().clean(zoo.allowed());
            assertThat(zoo.catalogue()).containsExactlyElementsOf(fresh);
            assertThat(db.migrations().migrate().applied()).hasSize(2);
        }
    }

    /** The server notices by itself that its client is gone. */
    private static void awaitRollback(Zoo zoo, List<String> before) throws SQLException, InterruptedException {
        for (int i = 0; i < 100 && !zoo.catalogue().equals(before); i++) {
            Thread.sleep(50);
        }
        assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
    }

    @ParameterizedTest
    @EnumSource
    void aDropThatWaitsForSomebodyElseEndsAtTheDeadlineAndWithTheInterrupt(ServerKind kind) throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(kind);
                Connection blocker = zoo.source().getConnection()) {
            DbOps db = dbOps(zoo.source());
            db.migrations().migrate();
            blocker.setAutoCommit(false);
            SqlScript.execute(blocker, "INSERT INTO a VALUES (7)");
            // long enough for a busy machine to have begun with the drops
            CleanOptions hasty = limited(zoo, Duration.ofSeconds(3));

            DbOpsException late = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().clean(hasty));
            // H2 gives up a lock by itself, after LOCK_TIMEOUT
            assertThat(late.code()).isIn(ErrorCode.DEADLINE, kind == ServerKind.H2 ? ErrorCode.CLEAN_FAILED : null);
            assertThat(late.partialWork().orElseThrow().notStarted()).isNotEmpty();

            Thread.currentThread().interrupt();
            DbOpsException interrupted = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().clean(zoo.allowed()));
            assertThat(interrupted.code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(Thread.interrupted()).as("interrupt flag").isTrue();

            blocker.rollback();
            CleanReport report = db.migrations().clean(zoo.allowed());
            assertThat(report.dropped()).isNotEmpty();
            assertThat(db.migrations().migrate().applied()).hasSize(2);
        }
    }

    private static CleanOptions limited(Zoo zoo, Duration timeout) throws SQLException {
        CleanOptions.Target target = zoo.allowed().allowed().get(0);
        CleanOptions.Builder options = CleanOptions.builder().timeout(timeout);
        return (target.database() == null
                        ? options.allow(target.schema())
                        : options.allow(target.database(), target.schema()))
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aTemporaryTableOfTheSessionHidesNoTable(ServerKind kind) throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(kind);
                FixedPool pool = new FixedPool(zoo.source(), 1)) {
            DbOps db = dbOps(pool);
            db.migrations().migrate();
            SqlScript.execute(pool.connections().get(0), "CREATE TEMPORARY TABLE a (hidden INT)");
            assertThat(zoo.query("SELECT COUNT(*) FROM a")).isEqualTo("1");

            db.migrations().clean(zoo.allowed());

            assertThat(zoo.query("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"))
                    .isEqualTo("0");
        }
    }

    @Test
    void whatDoesNotFitIntoTheLocksOfAPostgreSqlServerIsDroppedInSeveralTransactions() throws Exception {
        twoMigrations();
        try (Zoo zoo = Zoo.open(ServerKind.POSTGRESQL_16)) {
            List<String> fresh = zoo.catalogue();
            try (Connection connection = zoo.source().getConnection()) {
                for (int i = 0; i < 700; i++) {
                    SqlScript.execute(
                            connection,
                            "CREATE TABLE many_" + i
                                    + " (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', UNIQUE (name),"
                                    + " parent int" + (i == 0 ? ")" : " REFERENCES many_" + i / 2 + ")"));
                }
            }
            DbOps db = dbOps(zoo.source());
            db.migrations().migrate();

            assertThat(db.migrations().planClean().oneTransaction()).isFalse();
            db.migrations().clean(zoo.allowed());

            assertThat(zoo.catalogue()).containsExactlyElementsOf(fresh);
            assertThat(db.migrations()
                            .reset(zoo.allowed(), MigrateOptions.defaults())
                            .migration()
                            .applied())
                    .hasSize(2);
        }
    }

    @Test
    void anExtensionThatANeighbourUsesStaysAndIsReported() throws Exception {
        try (Zoo zoo = Zoo.open(ServerKind.POSTGRESQL_18)) {
            zoo.fill();
            zoo.execute("CREATE TABLE other.uses (c cube)");

            CleanReport report = dbOps(zoo.source()).migrations().clean(zoo.allowed());

            assertThat(report.left())
                    .anySatisfy(each -> assertThat(each.toString()).contains("extension cube", "other.uses"));
            assertThat(zoo.query("SELECT string_agg(extname, ',' ORDER BY 1) FROM pg_extension"
                            + " WHERE extnamespace = 'public'::regnamespace"))
                    .isEqualTo("cube");
            assertThat(zoo.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEqualTo("0");
        }
    }
}
