package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.BlockedPolicy;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.spi.snapshot.BlockedSession;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the engine does with those who wait; that strategies see them is tested on real servers. */
@Timeout(60)
final class WaitersTest {

    private static final BlockedSession ALTER =
            new BlockedSession("7", "app", "ALTER TABLE", "lines.small", Duration.ofSeconds(40), true);
    private static final BlockedSession READER =
            new BlockedSession("8", "web", "SELECT", "lines.small", Duration.ofSeconds(35), false);

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    private final LineDatabase database = new LineDatabase().with("small", 7).with("long", 1234);
    private final EngineFixture fixture = new EngineFixture(database);
    private final CountDownLatch go = new CountDownLatch(1);

    @TempDir
    Path temp;

    private Backups backups() {
        return fixture.backups(store(), keys);
    }

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }

    @AfterEach
    void everything_that_was_opened_is_closed_and_no_thread_is_left() {
        assertThat(database.open).hasValue(0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("dbops-"));
    }

    @Test
    void each_waiter_is_told_once_and_the_longest_wait_is_reported() {
        AtomicInteger looks = new AtomicInteger();
        pauseReading();
        database.waiting = () -> {
            if (looks.incrementAndGet() == 4) {
                go.countDown();
            }
            return List.of(ALTER, READER);
        };

        BackupReport report = full(BlockedPolicy.waitForBackup());

        assertThat(events(Kind.WAITING))
                .extracting(OperationEvent::detail)
                .containsExactly(
                        "session 7 of app with ALTER TABLE on lines.small waits for this backup",
                        "session 8 of web with SELECT on lines.small waits behind a session that waits for this backup");
        assertThat(report.longestWait()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
        assertThat(report.toJson()).contains("\"longestWaitMillis\":4");
        assertThat(database.released).hasValue(0);
    }

    @Test
    void a_waiter_that_comes_again_is_told_again() {
        AtomicInteger looks = new AtomicInteger();
        pauseReading();
        database.waiting = () -> {
            int look = looks.incrementAndGet();
            if (look == 5) {
                go.countDown();
            }
            return look == 3 ? List.of() : List.of(ALTER);
        };
        full(BlockedPolicy.waitForBackup());
        assertThat(events(Kind.WAITING)).hasSize(2);
    }

    @Test
    void by_default_it_gives_way_to_a_queue_and_names_its_head() {
        untilCancelled();
        database.waiting = () -> List.of(ALTER, READER);

        assertThatThrownBy(() -> backups().full())
                .isInstanceOfSatisfying(DbOpsException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_GAVE_WAY);
                    assertThat(e.retryable()).isTrue();
                    assertThat(e.context()).containsEntry("session", "7").containsEntry("object", "lines.small");
                })
                .hasMessageContaining("session 8 of web with SELECT on lines.small waited 3")
                .hasMessageContaining("behind session 7 of app with ALTER TABLE on lines.small")
                .hasMessageContaining("once session 7 is done");

        nothingIsLeft();
        assertThat(database.released)
                .as("readers that end by themselves keep their connections")
                .hasValue(0);
    }

    @Test
    void by_default_a_definition_waits_when_nobody_stands_behind_it() {
        pauseReading();
        AtomicInteger looks = new AtomicInteger();
        database.waiting = () -> {
            if (looks.incrementAndGet() == 3) {
                go.countDown();
            }
            return List.of(ALTER);
        };
        assertThat(backups().full().longestWait()).isPositive();
    }

    @Test
    void the_wait_is_measured_where_the_database_does_not_tell_it() {
        untilCancelled();
        database.waiting =
                () -> List.of(new BlockedSession("7", "", "ALTER TABLE", "lines.small", Duration.ZERO, true));
        failsGivingWay(BlockedPolicy.giveWayAfter(Duration.ofSeconds(2)), "waited 2 s for it");
    }

    @Test
    void readers_that_hang_lose_the_snapshot_so_that_others_need_not_wait_for_them() throws Exception {
        database.onRow = (table, row, cancelled) -> {
            await(go); // like a store that does not answer: deaf to being cancelled
            return row;
        };
        database.waiting = () -> List.of(ALTER);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                full(BlockedPolicy.giveWayAfter(Duration.ZERO));
            } catch (DbOpsException e) {
                thrown.set(e);
            }
        });
        caller.start();
        while (database.released.get() == 0) {
            Thread.onSpinWait();
        }
        assertThat(caller.isAlive()).isTrue();
        go.countDown();
        caller.join();
        assertThat(thrown.get()).isInstanceOfSatisfying(DbOpsException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.BACKUP_GAVE_WAY));
        nothingIsLeft();
    }

    @Test
    void a_backup_that_gave_way_begins_again_if_it_may() {
        AtomicInteger snapshots = new AtomicInteger();
        database.onRow = (table, row, cancelled) -> {
            if (row.equals("long row 0") && snapshots.getAndIncrement() == 0) {
                while (!cancelled.get()) {
                    Thread.onSpinWait();
                }
                throw new SQLException("cancelled");
            }
            return row;
        };
        database.waiting = () -> List.of(ALTER);

        BackupReport report =
                full(BlockedPolicy.giveWayAfter(Duration.ofSeconds(1)).retrying(1));

        assertThat(snapshots).hasValue(2);
        assertThat(backups().list()).hasSize(1);
        assertThat(report.rows()).isEqualTo(1241);
        assertThat(events(Kind.FAILED)).hasSize(1);
    }

    @Test
    void not_to_see_is_one_warning_and_never_a_failure() {
        pauseReading();
        AtomicInteger looks = new AtomicInteger();
        database.waiting = () -> {
            looks.incrementAndGet();
            go.countDown();
            throw new SQLException("permission denied for pg_locks", "42501");
        };
        assertThat(full(BlockedPolicy.giveWayAfter(Duration.ZERO)).rows()).isEqualTo(1241);
        assertThat(events(Kind.WARNING))
                .extracting(OperationEvent::detail)
                .containsExactly("who waits for this backup cannot be seen: permission denied for pg_locks");
    }

    @Test
    void a_look_that_waits_for_a_connection_is_given_up_when_the_backup_ends() {
        pauseReading();
        database.waiting = () -> {
            go.countDown();
            try {
                new CountDownLatch(1).await(); // as in a pool that is empty
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
            return List.of();
        };
        assertThat(backups().full().rows()).isEqualTo(1241);
        assertThat(events(Kind.WARNING)).isEmpty();
    }

    /** Readers wait until {@link #go}. */
    private void pauseReading() {
        database.onRow = (table, row, cancelled) -> {
            await(go);
            return row;
        };
    }

    private void untilCancelled() {
        database.onRow = (table, row, cancelled) -> {
            while (!cancelled.get()) {
                Thread.onSpinWait();
            }
            throw new SQLException("cancelled");
        };
    }

    private BackupReport full(BlockedPolicy policy) {
        return backups().full(BackupOptions.builder().blocked(policy).build());
    }

    private void failsGivingWay(BlockedPolicy policy, String message) {
        assertThatThrownBy(() -> full(policy))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_GAVE_WAY))
                .hasMessageContaining(message);
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertThat(backups().list()).isEmpty();
        assertThat(store().list("objects/")).isEmpty();
    }

    private List<OperationEvent> events(Kind kind) {
        return fixture.events.stream().filter(event -> event.kind() == kind).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
