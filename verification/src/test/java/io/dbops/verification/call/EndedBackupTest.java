package io.dbops.verification.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyOptions;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups, verifications and restores end in every phase when they are told to; what is waited for would last for minutes. */
@Timeout(60)
final class EndedBackupTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    private final List<OperationEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path temp;

    /** The events at which the calling thread is interrupted, once. */
    private volatile Predicate<OperationEvent> trap = event -> false;

    private final AtomicBoolean trapped = new AtomicBoolean();
    private final Thread caller = Thread.currentThread();

    @ParameterizedTest
    @EnumSource(names = "H2", mode = EnumSource.Mode.EXCLUDE) // nobody waits for a table of H2
    void aBackupThatWaitsForALockEndsAtItsDeadlineAndWhenItIsInterrupted(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                Connection locking = database.dataSource().getConnection();
                Statement statement = locking.createStatement()) {
            fill(database.dataSource());
            if (kind.family() == Family.POSTGRESQL) {
                locking.setAutoCommit(false);
                statement.execute("LOCK TABLE parcel IN ACCESS EXCLUSIVE MODE");
            } else {
                statement.execute("LOCK TABLES parcel WRITE");
            }
            BackupOptions patient =
                    BackupOptions.builder().lockWait(Duration.ofMinutes(10)).build();
            BackupOptions soon =
                    patient.toBuilder().timeout(Duration.ofMillis(700)).build();
            assertThat(ended(database, soon)).isEqualTo(ErrorCode.DEADLINE);

            Thread other = new Thread(() -> interruptSoon(caller));
            other.start();
            assertThat(ended(database, patient)).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
            other.join();

            if (kind.family() == Family.POSTGRESQL) {
                locking.rollback();
            } else {
                statement.execute("UNLOCK TABLES");
            }
            DbOps db = dbOps(database.dataSource());
            assertThat(db.backups().list()).isEmpty();
            assertThat(db.backups().full().tables()).isEqualTo(1);
        }
    }

    private ErrorCode ended(TestDatabase database, BackupOptions options) throws SQLException {
        try (FixedPool pool = new FixedPool(database.dataSource(), 3)) {
            DbOpsException failure = failure(() -> dbOps(pool).backups().full(options));
            assertThat(pool.allBack()).isTrue();
            return failure.code();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void anInterruptionEndsABackupInEveryPhase(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind)) {
            fill(database.dataSource());
            DbOps db = dbOps(database.dataSource());
            for (Predicate<OperationEvent> phase : List.<Predicate<OperationEvent>>of(
                    event -> event.kind() == Kind.STARTED,
                    event -> event.kind() == Kind.ITEM_STARTED,
                    event -> event.kind() == Kind.ITEM_FINISHED)) {
                try (FixedPool pool = new FixedPool(database.dataSource(), 3)) {
                    interruptedAt(
                            Operation.BACKUP, phase, () -> dbOps(pool).backups().full());
                    assertThat(pool.allBack()).isTrue();
                }
                assertThat(db.backups().list()).isEmpty();
            }
            assertThat(db.backups().full().rows()).isEqualTo(2_000);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void anInterruptionEndsARestoreInEveryPhase(ServerKind kind) throws Exception {
        try (TestDatabase source = create(kind)) {
            fill(source.dataSource());
            DbOps db = dbOps(source.dataSource());
            db.backups().full();
            for (Predicate<OperationEvent> phase : List.<Predicate<OperationEvent>>of(
                    event -> event.kind() == Kind.STARTED,
                    item("table "),
                    item("parcel"),
                    event -> event.kind() == Kind.ITEM_FINISHED
                            && event.item().toLowerCase(Locale.ROOT).matches("[^ ]*parcel"),
                    item("view "),
                    event -> event.kind() == Kind.ITEM_FINISHED
                            && event.progress().itemsDone() == event.progress().itemsTotal() - 1)) {
                try (TestDatabase target = create(kind);
                        FixedPool pool = new FixedPool(target.dataSource(), 3)) {
                    interruptedAt(Operation.RESTORE, phase, () -> db.backups().restore(RecoveryTarget.latest(), pool));
                    assertThat(pool.allBack()).isTrue();
                }
            }
            try (TestDatabase target = create(kind)) {
                events.clear();
                assertThat(db.backups()
                                .restore(RecoveryTarget.latest(), target.dataSource())
                                .rows())
                        .isEqualTo(2_000);
                OperationEvent last = events.get(events.size() - 1);
                assertThat(last.progress().itemsDone())
                        .isEqualTo(last.progress().itemsTotal());
            }
        }
    }

    /** An index whose expression sleeps stands for one over more rows than a test can have. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL_14, true", "POSTGRESQL_18, true", "POSTGRESQL_18, false"})
    void anIndexThatIsBeingBuiltIsCancelled(ServerKind kind, boolean deadline) throws Exception {
        try (TestDatabase source = create(kind);
                TestDatabase target = create(kind);
                FixedPool pool = new FixedPool(target.dataSource(), 3)) {
            fill(source.dataSource());
            String function = "CREATE OR REPLACE FUNCTION slow(x integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS"
                    + " 'BEGIN %s RETURN x; END'";
            execute(
                    source.dataSource(),
                    function.formatted(""),
                    "CREATE INDEX slow_index ON parcel (slow(id))",
                    function.formatted("PERFORM pg_catalog.pg_sleep(300);"));
            DbOps db = dbOps(source.dataSource());
            db.backups().full();
            if (deadline) {
                RestoreOptions soon =
                        RestoreOptions.builder().timeout(Duration.ofSeconds(3)).build();
                DbOpsException failure = failure(() -> db.backups().restore(RecoveryTarget.latest(), pool, soon));
                assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE);
            } else {
                Thread other = new Thread(() -> interruptOnce(target, "slow_index"));
                other.start();
                DbOpsException failure = failure(() -> db.backups().restore(RecoveryTarget.latest(), pool));
                assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED);
                assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
                other.join();
            }
            assertThat(pool.allBack()).isTrue();
        }
    }

    @Test
    void aVerificationEndsAtItsDeadlineAndWhenItIsInterrupted() throws Exception {
        try (TestDatabase database = create(ServerKind.H2)) {
            fill(database.dataSource());
            DbOps db = dbOps(database.dataSource());
            var label = db.backups().full().label();
            interruptedAt(Operation.VERIFY, event -> event.kind() == Kind.ITEM_STARTED, () -> db.backups()
                    .verify(label, VerifyLevel.FULL));
            VerifyOptions soon =
                    VerifyOptions.builder().timeout(Duration.ofNanos(1)).build();
            assertThat(failure(() -> db.backups().verify(label, soon)).code()).isEqualTo(ErrorCode.DEADLINE);
            assertThat(db.backups().verify(label, VerifyOptions.defaults()).isIntact())
                    .isTrue();
        }
    }

    private void interruptedAt(Operation operation, Predicate<OperationEvent> when, Runnable call) {
        trapped.set(false);
        trap = event -> event.operation() == operation && when.test(event);
        DbOpsException failure = failure(call);
        trap = event -> false;
        assertThat(trapped).as("an event of that phase").isTrue();
        assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(events.get(events.size() - 1).kind()).isEqualTo(Kind.FAILED);
    }

    private static Predicate<OperationEvent> item(String part) {
        return event -> event.kind() == Kind.ITEM_STARTED
                && event.item().toLowerCase(Locale.ROOT).contains(part);
    }

    private DbOps dbOps(DataSource connections) {
        return DbOps.builder()
                .dataSource(connections)
                .backupsTo(temp.resolve("repository"))
                .backupKeys(() -> keys)
                .listener(event -> {
                    events.add(event);
                    if (trap.test(event) && trapped.compareAndSet(false, true)) {
                        caller.interrupt();
                    }
                })
                .build();
    }

    private void interruptOnce(TestDatabase database, String running) {
        String seen = "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE query LIKE '%" + running
                + "%' AND pid <> pg_catalog.pg_backend_pid() AND state = 'active' AND datname = '" + database.name()
                + "'";
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!statement.executeQuery(seen).next() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            caller.interrupt();
        } catch (SQLException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void interruptSoon(Thread thread) {
        try {
            Thread.sleep(700);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        thread.interrupt();
    }

    private static void fill(DataSource connections) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE parcel (id INT PRIMARY KEY, weight INT NOT NULL, note VARCHAR(200))");
            statement.execute("CREATE INDEX by_weight ON parcel (weight)");
            statement.execute("CREATE VIEW heavy AS SELECT id FROM parcel WHERE weight > 90");
            try (var insert = connection.prepareStatement("INSERT INTO parcel VALUES (?, ?, ?)")) {
                for (int i = 0; i < 2_000; i++) {
                    insert.setInt(1, i);
                    insert.setInt(2, i % 97);
                    insert.setString(3, "note ".repeat(20) + i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private static void execute(DataSource connections, String... statements) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static DbOpsException failure(Runnable call) {
        DbOpsException failure = catchThrowableOfType(DbOpsException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static TestDatabase create(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        return TestServers.server(kind).createDatabase();
    }
}
