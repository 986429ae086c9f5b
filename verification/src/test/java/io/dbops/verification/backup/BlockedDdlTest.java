package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BlockedPolicy;
import io.dbops.backup.Compression;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Somebody alters a table while a backup is reading it: the store pauses in the middle of its rows. */
@Timeout(120)
final class BlockedDdlTest {

    private static final String ALTER = "ALTER TABLE purchase ADD COLUMN note INT";

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PausingStore store = new PausingStore();
    private final BlockingQueue<OperationEvent> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<OperationEvent> warnings = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        threads.shutdown();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "H2")
    void it_is_told_by_name_and_runs_when_the_backup_has_ended(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database.dataSource());
                PausingStore paused = store;
                Connection first = database.dataSource().getConnection()) {
            new SampleShop(database).create();
            Future<BackupReport> backup = backup(dbOps, BlockedPolicy.waitForBackup());
            first.setAutoCommit(false);
            run(first, "UPDATE customer SET rating = 1 WHERE id = 1");
            Future<?> second = later(database, "UPDATE customer SET rating = 2 WHERE id = 1");
            run(database, "INSERT INTO nothing VALUES (1, 'x')");

            Future<?> alter = later(database, ALTER);
            OperationEvent told = waiting.take();
            assertThat(told.operation()).isEqualTo(OperationEvent.Operation.BACKUP);
            assertThat(told.detail())
                    .as("neither writers nor those who wait for each other are told of")
                    .contains("session ", " of " + database.user(), " with ALTER TABLE on ", "for this backup")
                    .doesNotContain("note");
            assertThat(told.item()).isEqualTo(objectOf(database));
            first.commit(); // on MySQL and MariaDB the ALTER also waits for whoever uses the table that it refers to
            second.get();

            store.goOn.countDown();
            BackupReport report = backup.get();
            alter.get();
            assertThat(report.longestWait()).isPositive();
            assertThat(waiting).isEmpty();
            assertThat(warnings).isEmpty();
            assertThat(dbOps.backups().verify(report.label(), VerifyLevel.FULL).faults())
                    .isEmpty();
            run(database, "SELECT note FROM purchase");
        }
    }

    /** MySQL's LOCK INSTANCE FOR BACKUP makes DDL wait before it has any lock of its own: nobody queues behind it. */
    private static String objectOf(TestDatabase database) {
        return switch (database.server().kind().family()) {
            case MYSQL -> "BACKUP LOCK";
            case MARIADB -> database.name() + ".purchase";
            default -> "public.purchase";
        };
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "H2")
    void it_is_given_way_to_although_the_store_hangs(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database.dataSource());
                PausingStore paused = store) {
            new SampleShop(database).create();
            Future<BackupReport> backup = backup(dbOps, BlockedPolicy.giveWayAfter(Duration.ofSeconds(1)));

            later(database, ALTER).get();

            assertThat(waiting.take().detail()).contains("ALTER TABLE");
            assertThat(backup.isDone()).as("the store still hangs").isFalse();
            store.goOn.countDown();
            gaveWay(backup, "ALTER TABLE");
            nothingIsLeft(dbOps);
            run(database, "SELECT note FROM purchase");
            assertThat(full(dbOps, BlockedPolicy.waitForBackup()).rows())
                    .as("and nothing stands against the next")
                    .isEqualTo(7500);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"H2", "MYSQL_8_0"})
    void it_waits_alone_and_is_given_way_to_when_readers_queue_behind_it(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database.dataSource());
                PausingStore paused = store) {
            new SampleShop(database).create();
            Future<BackupReport> backup = backup(dbOps, BlockedPolicy.giveWayToQueueAfter(Duration.ofSeconds(1)));
            Future<?> alter = later(database, ALTER);
            assertThat(waiting.take().detail()).contains("ALTER TABLE");

            later(database, "SELECT * FROM purchase").get();

            alter.get();
            assertThat(waiting.take().detail()).contains("with SELECT", "behind a session that waits for this backup");
            store.goOn.countDown();
            gaveWay(backup, "with SELECT");
            nothingIsLeft(dbOps);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "H2")
    void not_to_see_who_waits_is_a_warning(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(refusingTheWatch(database.dataSource()));
                PausingStore paused = store) {
            new SampleShop(database).create();
            Future<BackupReport> backup = backup(dbOps, BlockedPolicy.giveWayAfter(Duration.ZERO));
            assertThat(warnings.take().detail()).contains("cannot be seen", "connection refused");
            store.goOn.countDown();
            assertThat(backup.get().rows()).isEqualTo(7500);
            assertThat(waiting).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void on_h2_nobody_waits_and_the_backup_is_torn(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database.dataSource());
                PausingStore paused = store) {
            new SampleShop(database).create();
            Future<BackupReport> backup = backup(dbOps, BlockedPolicy.waitForBackup());
            later(database, ALTER).get();
            store.goOn.countDown();
            fails(backup, ErrorCode.BACKUP_TORN, "PURCHASE");
            assertThat(waiting).isEmpty();
        }
    }

    private DbOps dbOps(DataSource connections) {
        return DbOps.builder()
                .dataSource(connections)
                .backupsTo(store)
                .backupKeys(() -> keys)
                .listener(event -> {
                    if (event.kind() == Kind.WAITING) {
                        waiting.add(event);
                    } else if (event.kind() == Kind.WARNING) {
                        warnings.add(event);
                    }
                })
                .build();
    }

    /** A backup that pauses while it reads the table of purchases. */
    private Future<BackupReport> backup(DbOps dbOps, BlockedPolicy policy) throws Exception {
        Future<BackupReport> backup = threads.submit(() -> full(dbOps, policy));
        while (!store.reached.await(10, TimeUnit.MILLISECONDS)) {
            if (backup.isDone()) {
                throw new AssertionError("the backup ended before it paused: " + backup.get());
            }
        }
        return backup;
    }

    private static BackupReport full(DbOps dbOps, BlockedPolicy policy) {
        return dbOps.backups()
                .full(BackupOptions.builder()
                        .compression(Compression.NONE) // else all rows of a chunk are read before the first is stored
                        .blocked(policy)
                        .build());
    }

    private static void gaveWay(Future<BackupReport> backup, String message) {
        fails(backup, ErrorCode.BACKUP_GAVE_WAY, message);
    }

    private static void fails(Future<BackupReport> backup, ErrorCode code, String message) {
        assertThatThrownBy(backup::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private void nothingIsLeft(DbOps dbOps) throws IOException {
        assertThat(dbOps.backups().list()).isEmpty();
        assertThat(store.list("objects/")).isEmpty();
    }

    private Future<?> later(TestDatabase database, String sql) {
        return threads.submit(() -> {
            run(database, sql);
            return null;
        });
    }

    private static void run(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            run(connection, sql);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Lends no connection to the thread that looks who waits. */
    private DataSource refusingTheWatch(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                BlockedDdlTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    if (method.getName().equals("getConnection")
                            && Thread.currentThread().getName().endsWith("-waiters")) {
                        throw new SQLException("connection refused", "08001");
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
