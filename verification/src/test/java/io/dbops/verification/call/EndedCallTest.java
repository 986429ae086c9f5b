package io.dbops.verification.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.spi.OperationEvent;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations that wait for the history itself, which somebody has locked, end when they are told to. */
@Timeout(60)
final class EndedCallTest {

    private static final MigrateOptions SOON =
            MigrateOptions.builder().timeout(Duration.ofMillis(500)).build();

    @TempDir
    Path scripts;

    private final List<OperationEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void write() throws Exception {
        Files.writeString(scripts.resolve("V1__t.sql"), "CREATE TABLE t (id INT);\n");
        Files.writeString(scripts.resolve("V2__t.sql"), "INSERT INTO t VALUES (2);\n");
    }

    @ParameterizedTest
    @EnumSource(names = "H2", mode = EnumSource.Mode.EXCLUDE) // a reader of H2 waits for nobody
    void aDeadlineEndsMigrateAndItsPlan(ServerKind kind) throws Exception {
        withLockedHistory(kind, db -> {
            assertThat(failure(() -> db.migrations().migrate(SOON)).code()).isEqualTo(ErrorCode.DEADLINE);
            DbOpsException planned = failure(() -> db.migrations().planMigrate(SOON));
            assertThat(planned.code()).isEqualTo(ErrorCode.DEADLINE);
            assertThat(planned).hasMessageContaining("planMigrate()");
        });
    }

    @ParameterizedTest
    @EnumSource(names = "H2", mode = EnumSource.Mode.EXCLUDE)
    void anInterruptionEndsEveryCall(ServerKind kind) throws Exception {
        withLockedHistory(kind, db -> {
            List<Runnable> calls = List.of(
                    () -> db.migrations().status(),
                    () -> db.migrations().validate(),
                    () -> db.migrations().planMigrate(MigrateOptions.defaults()),
                    () -> db.migrations().migrate());
            for (Runnable call : calls) {
                Thread caller = Thread.currentThread();
                Thread other = new Thread(() -> interruptSoon(caller));
                other.start();
                DbOpsException failure = failure(call);
                assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
                assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED);
                join(other);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAppliedBeforeTheTimeWasOverIsToldAndTheRunIsClosed(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                FixedPool pool = new FixedPool(database.dataSource(), 2)) {
            DbOps db = DbOps.builder()
                    .dataSource(pool)
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        events.add(event);
                        if (event.kind() == OperationEvent.Kind.ITEM_FINISHED
                                && event.item().equals("1")) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .build();
            DbOpsException failure = failure(() -> db.migrations().migrate());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(failure.partialWork()).hasValueSatisfying(work -> {
                assertThat(work.done()).containsExactly("1");
                assertThat(work.failed()).isEmpty();
                assertThat(work.notStarted()).containsExactly("2");
            });
            assertThat(events.get(events.size() - 1).kind()).isEqualTo(OperationEvent.Kind.FAILED);
            assertThat(pool.allBack()).isTrue();
            assertThat(db.migrations().migrate().applied()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableOfSomebodyElseInThePlaceOfTheHistoryIsSaidToBeOne(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind)) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + history(kind) + " (id INT)");
            }
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .build();
            for (Runnable call : List.<Runnable>of(
                    () -> db.migrations().migrate(), () -> db.migrations().status(), () -> db.migrations()
                            .validate())) {
                DbOpsException failure = failure(call);
                assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_HISTORY);
                assertThat(failure).hasMessageContaining("dbops_history");
                assertThat(failure.hint().orElseThrow()).contains("historyTable");
            }
        }
    }

    private void withLockedHistory(ServerKind kind, Consumer<DbOps> calls) throws Exception {
        try (TestDatabase database = create(kind);
                FixedPool pool = new FixedPool(database.dataSource(), 2);
                Connection locking = database.dataSource().getConnection();
                Statement statement = locking.createStatement()) {
            DbOps db = DbOps.builder().dataSource(pool).migrationsFrom(scripts).build();
            db.migrations().migrate();
            Files.writeString(scripts.resolve("V3__t.sql"), "INSERT INTO t VALUES (3);\n");
            if (kind.family() == Family.POSTGRESQL) {
                locking.setAutoCommit(false);
                statement.execute("LOCK TABLE " + history(kind) + " IN ACCESS EXCLUSIVE MODE");
            } else {
                statement.execute("LOCK TABLES " + history(kind) + " WRITE");
            }
            calls.accept(db);
            assertThat(pool.allBack()).isTrue();
            if (kind.family() == Family.POSTGRESQL) {
                locking.rollback();
            } else {
                statement.execute("UNLOCK TABLES");
            }
            assertThat(db.migrations().migrate().applied()).hasSize(1);
        }
    }

    private static String history(ServerKind kind) {
        return kind.family() == Family.MYSQL || kind.family() == Family.MARIADB
                ? "`dbops_history`"
                : "\"dbops_history\"";
    }

    private static void interruptSoon(Thread thread) {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        thread.interrupt();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DbOpsException failure(Runnable call) {
        DbOpsException failure = catchThrowableOfType(DbOpsException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static TestDatabase create(ServerKind kind) throws SQLException {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        return TestServers.server(kind).createDatabase();
    }
}
