package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RepositoryBackupsTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    private final LineDatabase database =
            new LineDatabase().with("small", 7).with("empty", 0).with("long", 1234);
    private final EngineFixture fixture = new EngineFixture(database);

    @TempDir
    Path temp;

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }

    private Backups backups() {
        return fixture.backups(store(), keys);
    }

    @AfterEach
    void everything_that_was_opened_is_closed_and_no_thread_is_left() {
        assertThat(database.open).hasValue(0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("dbops-"));
    }

    @Test
    void a_backup_is_listed_verified_and_restored_in_order() {
        BackupReport report =
                backups().full(BackupOptions.builder().parallelism(4).build());
        assertThat(report.rows()).isEqualTo(1241);
        assertThat(report.notCaptured()).containsExactly("nothing else");
        assertThat(backups().verify(report.label(), VerifyLevel.FULL).faults()).isEmpty();

        LineDatabase target = new LineDatabase();
        new EngineFixture(target).backups(store(), keys).restore(RecoveryTarget.latest(), fixture.dataSource());

        assertThat(target.defined).containsExactly("first", "second", "last", "finished");
        database.tables.forEach((name, lines) ->
                assertThat(target.tables.getOrDefault(name, List.of())).containsExactlyInAnyOrderElementsOf(lines));
    }

    @Test
    void progress_reaches_its_total_and_names_every_chunk() {
        BackupReport report = backups().full();
        List<OperationEvent> events = fixture.events;
        assertThat(events)
                .extracting(OperationEvent::kind)
                .startsWith(Kind.STARTED)
                .endsWith(Kind.FINISHED);
        OperationEvent last = events.get(events.size() - 1);
        assertThat(last.progress().itemsDone())
                .isEqualTo(last.progress().itemsTotal())
                .isEqualTo(15);
        assertThat(last.progress().bytesDone()).isEqualTo(report.readSize().bytes());
        assertThat(events)
                .filteredOn(event -> event.kind() == Kind.ITEM_FINISHED)
                .extracting(OperationEvent::item)
                .contains("lines.small", "lines.long (13 of 13)");
    }

    @Test
    void rows_that_the_database_counts_otherwise_fail_the_backup_and_leave_nothing() {
        database.miscount = 1;
        fails(ErrorCode.BACKUP_FAILED, "the database counted");
    }

    @Test
    void a_row_that_holds_a_line_feed_is_seen_by_the_count() {
        database.onRow = (table, row, cancelled) -> row.replace("row 5", "row\n5");
        fails(ErrorCode.BACKUP_FAILED, "complete lines");
    }

    @Test
    void a_torn_snapshot_is_reported_as_it_is_and_leaves_nothing() {
        database.onFinish = () -> {
            throw DbOpsException.of(ErrorCode.BACKUP_TORN, "table lines.small was swapped")
                    .build();
        };
        fails(ErrorCode.BACKUP_TORN, "lines.small");
    }

    @Test
    void the_first_failure_is_thrown_and_the_other_readers_are_cancelled() {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicBoolean cancelledSeen = new AtomicBoolean();
        database.onRow = (table, row, cancelled) -> {
            if (row.equals("small row 3")) {
                await(waiting);
                throw new SQLException("the first failure", "57014");
            }
            if (row.equals("long row 0")) {
                waiting.countDown();
                while (!cancelled.get()) {
                    Thread.onSpinWait();
                }
                cancelledSeen.set(true);
                throw new SQLException("only because it was cancelled");
            }
            return row;
        };
        fails(ErrorCode.SQL, "the first failure");
        assertThat(cancelledSeen).isTrue();
    }

    @Test
    void an_interrupted_backup_cancels_its_readers_keeps_the_flag_and_leaves_nothing() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        database.onRow = (table, row, cancelled) -> {
            reading.countDown();
            while (!cancelled.get()) {
                Thread.onSpinWait();
            }
            throw new SQLException("cancelled");
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                backups().full();
            } catch (DbOpsException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        reading.await();
        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOfSatisfying(DbOpsException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(flag).as("interrupt flag").isTrue();
        nothingIsLeft();
    }

    @Test
    void an_interrupted_restore_cancels_its_loaders_and_keeps_the_flag() throws InterruptedException {
        backups().full();
        LineDatabase target = new LineDatabase();
        CountDownLatch loading = new CountDownLatch(1);
        target.onLoad = (table, row, cancelled) -> {
            loading.countDown();
            while (!cancelled.get()) {
                Thread.onSpinWait();
            }
            throw new SQLException("cancelled");
        };
        AtomicReference<ErrorCode> code = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                new EngineFixture(target).backups(store(), keys).restore(RecoveryTarget.latest(), fixture.dataSource());
            } catch (DbOpsException e) {
                code.set(e.code());
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        loading.await();
        caller.interrupt();
        caller.join();
        assertThat(code).hasValue(ErrorCode.INTERRUPTED);
        assertThat(flag).isTrue();
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_store_that_confirms_another_length_fails_the_backup() {
        Backups lied = fixture.backups(
                new StoreAround(store()) {
                    @Override
                    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                        ObjectInfo info = super.put(key, content);
                        return key.value().contains("000003")
                                ? new ObjectInfo(key, info.size() - 1, Instant.EPOCH)
                                : info;
                    }
                },
                keys);
        assertThatThrownBy(lied::full)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE))
                .hasMessageContaining("000003.age");
        nothingIsLeft();
    }

    @Test
    void when_it_is_not_known_whether_the_manifest_was_kept_no_object_is_removed() {
        Backups cut = fixture.backups(
                new StoreAround(store()) {
                    @Override
                    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                        ObjectInfo info = super.put(key, content);
                        if (key.value().startsWith("manifests/")) {
                            throw DbOpsException.of(ErrorCode.STORE, "the answer was lost")
                                    .build();
                        }
                        return info;
                    }
                },
                keys);
        assertThatThrownBy(cut::full).hasMessageContaining("the answer was lost");

        BackupLabel label = backups().list().get(0).label();
        assertThat(backups().verify(label, VerifyLevel.FULL).faults()).isEmpty();
    }

    @Test
    void a_chunk_that_the_database_undid_to_end_a_deadlock_is_loaded_again_and_no_row_twice() {
        backups().full();
        LineDatabase target = new LineDatabase();
        AtomicInteger deadlocks = new AtomicInteger();
        target.onLoad = (table, row, cancelled) -> {
            if (row.equals("long row 777") && deadlocks.incrementAndGet() <= 2) {
                throw new SQLException("deadlock found", "40001");
            }
            return row;
        };
        new EngineFixture(target).backups(store(), keys).restore(RecoveryTarget.latest(), fixture.dataSource());
        assertThat(deadlocks).hasValue(3);
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_deadlock_that_never_ends_fails_the_restore_in_the_end() {
        backups().full();
        LineDatabase target = new LineDatabase();
        target.onLoad = (table, row, cancelled) -> {
            throw new SQLException("deadlock found", "40001");
        };
        assertThatThrownBy(() -> new EngineFixture(target)
                        .backups(store(), keys)
                        .restore(RecoveryTarget.latest(), fixture.dataSource()))
                .hasMessageContaining("deadlock found");
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_target_whose_rows_came_out_differently_fails_the_restore_and_is_named() {
        backups().full();
        LineDatabase target = new LineDatabase();
        target.onLoad = (table, row, cancelled) -> row.equals("long row 777") ? "long row 778" : row;
        assertThatThrownBy(() -> new EngineFixture(target)
                        .backups(store(), keys)
                        .restore(RecoveryTarget.latest(), fixture.dataSource()))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESTORE_FAILED))
                .hasMessageContaining("lines.long")
                .hasMessageNotContaining("lines.small");
        assertThat(target.open).hasValue(0);
    }

    @Test
    void backups_taken_at_the_same_moment_are_all_listed_and_the_next_one_follows_them_all() throws Exception {
        List<Thread> writers = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> backups().full()))
                .toList();
        writers.forEach(Thread::start);
        for (Thread each : writers) {
            each.join();
        }
        assertThat(backups().list()).hasSize(4);
        BackupInfo next = backups().full().backup();
        List<BackupInfo> all = backups().list();
        assertThat(all).hasSize(5);
        assertThat(all.get(4).label()).isEqualTo(next.label());
        assertThat(next.sequence()).isEqualTo(all.get(3).sequence() + 1);
    }

    @Test
    void an_unknown_label_is_said_to_be_one() {
        BackupLabel unknown = BackupLabel.of("20000101T000000Z-F-aaaa");
        assertThat(backups().get(unknown)).isEmpty();
        for (Runnable call : List.<Runnable>of(
                () -> backups().verify(unknown, VerifyLevel.QUICK),
                () -> backups().restore(RecoveryTarget.of(unknown), fixture.dataSource()),
                () -> backups().restore(RecoveryTarget.latest(), fixture.dataSource()))) {
            assertThatThrownBy(call::run).isInstanceOfSatisfying(DbOpsException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.BACKUP_NOT_FOUND));
        }
    }

    private void fails(ErrorCode code, String naming) {
        assertThatThrownBy(() ->
                        backups().full(BackupOptions.builder().parallelism(4).build()))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(naming);
        nothingIsLeft();
        assertThat(fixture.events).extracting(OperationEvent::kind).endsWith(Kind.FAILED);
    }

    private void nothingIsLeft() {
        assertThat(backups().list()).isEmpty();
        assertThat(store().list("objects/")).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A store that another one stands behind. */
    private static class StoreAround implements BackupStore {
        private final BackupStore store;

        StoreAround(BackupStore store) {
            this.store = store;
        }

        @Override
        public String description() {
            return store.description();
        }

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            return store.put(key, content);
        }

        @Override
        public InputStream get(ObjectKey key) throws IOException {
            return store.get(key);
        }

        @Override
        public Optional<ObjectInfo> find(ObjectKey key) throws IOException {
            return store.find(key);
        }

        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return store.list(prefix);
        }

        @Override
        public void delete(ObjectKey key) throws IOException {
            store.delete(key);
        }
    }
}
