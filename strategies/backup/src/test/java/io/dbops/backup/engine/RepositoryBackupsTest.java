package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.VerifyLevel;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.KeyProvider;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.value.ByteSize;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RepositoryBackupsTest extends EngineTest {

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
    void an_error_of_the_jvm_leaves_nothing_and_is_told_to_the_listener() {
        OutOfMemoryError error = new OutOfMemoryError("only said so");
        Backups dying = fixture.backups(
                new StoreAround(store()) {
                    @Override
                    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                        if (key.value().endsWith("RECOVER.md")) {
                            throw error;
                        }
                        return super.put(key, content);
                    }
                },
                keys);
        assertThatThrownBy(dying::full).isSameAs(error);
        nothingIsLeft();
        assertThat(fixture.events).extracting(OperationEvent::kind).endsWith(Kind.FAILED);
    }

    @Test
    void what_a_store_or_a_driver_throws_unchecked_becomes_an_error_that_says_what_failed() {
        BackupLabel label = backups().full().label();
        Backups odd = fixture.backups(
                new StoreAround(store()) {
                    @Override
                    public List<ObjectInfo> list(String prefix) {
                        throw new IllegalStateException("odd store");
                    }

                    @Override
                    public Optional<ObjectInfo> find(ObjectKey key) {
                        throw new IllegalStateException("odd store");
                    }
                },
                keys);
        LineDatabase target = new LineDatabase();
        target.onPreflight = () -> {
            throw new IllegalStateException("odd driver");
        };
        Backups oddTarget = new EngineFixture(target).backups(store(), keys);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                odd::full,
                odd::list,
                () -> odd.get(label),
                () -> odd.verify(label, VerifyLevel.QUICK),
                () -> odd.planRestore(RecoveryTarget.latest(), fixture.dataSource()),
                () -> oddTarget.planRestore(RecoveryTarget.latest(), fixture.dataSource()),
                () -> oddTarget.restore(RecoveryTarget.latest(), fixture.dataSource()))) {
            assertThatThrownBy(call).isInstanceOf(DbOpsException.class).hasMessageContaining("odd ");
        }
        assertThat(fixture.events.get(fixture.events.size() - 1).kind()).isEqualTo(Kind.FAILED);
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_key_provider_that_gives_nothing_or_fails_is_named_as_the_fault() {
        for (KeyProvider provider : List.<KeyProvider>of(() -> null, () -> {
            throw new IllegalStateException("the vault is sealed");
        })) {
            Backups keyless = new BackupEngine()
                    .create(fixture, new BackupSettings(null, store(), provider, fixture.dataSource()));
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    keyless::full,
                    keyless::list,
                    () -> keyless.restore(RecoveryTarget.latest(), fixture.dataSource()))) {
                assertThatThrownBy(call).isInstanceOfSatisfying(DbOpsException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.KEY));
            }
        }
    }

    @Test
    void a_limit_holds_up_who_reads_and_who_loads_and_nothing_is_lost() {
        AtomicLong held = new AtomicLong();
        fixture.sleeper = duration -> {
            if (duration.toMillis() <= 100) { // who looks for waiters sleeps longer
                held.addAndGet(duration.toNanos());
            }
            Thread.sleep(1);
        };
        backups().full();
        assertThat(held).hasValue(0);
        backups()
                .full(BackupOptions.builder()
                        .bytesPerSecond(ByteSize.ofKiB(512))
                        .build());
        assertThat(held).hasPositiveValue();
        held.set(0);
        LineDatabase target = new LineDatabase();
        EngineFixture elsewhere = new EngineFixture(target);
        elsewhere.sleeper = fixture.sleeper;
        elsewhere
                .backups(store(), keys)
                .restore(
                        RecoveryTarget.latest(),
                        fixture.dataSource(),
                        RestoreOptions.builder()
                                .bytesPerSecond(ByteSize.ofKiB(512))
                                .build());
        assertThat(held).hasPositiveValue();
    }

    @Test
    void a_target_without_the_space_or_the_roles_is_refused_before_it_is_touched() {
        long stored = backups().full().backup().storedSize().bytes();
        LineDatabase target = new LineDatabase();
        Backups intoIt = new EngineFixture(target).backups(store(), keys);
        target.lacking = "last";
        target.freeBytes = stored - 1;

        RecoveryPlan plan = intoIt.planRestore(RecoveryTarget.latest(), fixture.dataSource());
        assertThat(plan.faults())
                .hasSize(2)
                .contains("role of last is missing")
                .anyMatch(fault -> fault.contains("of free space"));
        assertThat(plan.freeSpace()).contains(ByteSize.ofBytes(stored - 1));
        assertThatThrownBy(() -> intoIt.restore(RecoveryTarget.latest(), fixture.dataSource()))
                .hasMessageContaining("nothing was touched")
                .hasMessageContaining("role of last is missing");
        assertThat(target.defined).isEmpty();

        target.lacking = "";
        target.freeBytes = stored;
        intoIt.restore(RecoveryTarget.latest(), fixture.dataSource());
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
}
