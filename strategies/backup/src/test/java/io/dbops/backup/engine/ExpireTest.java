package io.dbops.backup.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.ExpireOptions;
import io.dbops.backup.ExpireReport;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Backups that are removed: what is said at once, and what is deleted later. */
final class ExpireTest extends EngineTest {

    private static final RetentionPolicy ONE = RetentionPolicy.builder().last(1).build();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final QualifiedName LONG = new QualifiedName("lines", "long");

    @Test
    void an_expiry_whose_time_is_over_says_so_and_the_next_one_does_the_rest() {
        BackupReport first = backups().full();
        backups().full();
        backups().expire(ONE);
        later(Backups.GRACE.plus(MINUTE));
        ExpireOptions none =
                ExpireOptions.builder().timeout(Duration.ofNanos(1)).build();

        assertThatThrownBy(() -> backups().expire(ONE, none))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE))
                .hasMessageContaining("the time for the call was over before");
        assertThat(objectsOf(first.label())).isNotEmpty();
        assertThat(labels()).hasSize(1);

        assertThat(backups().expire(ONE, ExpireOptions.defaults()).deletedObjects())
                .isPositive();
        assertThat(objectsOf(first.label())).isEmpty();
    }

    @Test
    void a_removed_backup_is_not_listed_and_its_objects_stay_until_the_grace_is_over() {
        BackupReport first = backups().full();
        BackupReport second = backups().full();

        ExpireReport report = backups().expire(ONE);

        assertThat(report.removed()).containsExactly(first.label());
        assertThat(report.waiting()).isEqualTo(1);
        assertThat(report.deletedObjects()).isZero();
        assertThat(labels()).containsExactly(second.label());
        assertThat(backups().get(first.label())).isEmpty();
        assertThat(objectsOf(first.label())).hasSize(first.backup().objects());

        later(Backups.GRACE.minus(MINUTE));
        assertThat(backups().expire(ONE).deletedObjects()).isZero();
        later(Backups.GRACE.plus(MINUTE));
        ExpireReport later = backups().expire(ONE);
        assertThat(later.removed()).isEmpty();
        assertThat(later.waiting()).isZero();
        assertThat(later.deletedObjects()).isEqualTo(first.backup().objects());
        assertThat(later.freedSize()).isEqualTo(first.backup().storedSize());
        assertThat(objectsOf(first.label())).isEmpty();
        assertThat(keys("manifests/")).hasSize(1);
        restores(second);
        assertThat(backups().expire(ONE).deletedObjects())
                .as("nothing is done twice")
                .isZero();
    }

    @Test
    void a_clock_that_was_ten_days_ahead_makes_no_later_backup_an_older_one() {
        later(Duration.ofDays(10));
        BackupReport ahead = backups().full();
        later(Duration.ZERO);
        database.tables.get(LONG).set(7, "changed");
        BackupReport now = backups().incremental();

        assertThat(now.backup().reference()).contains(ahead.label());
        assertThat(now.backup().takenAt()).isBefore(ahead.backup().takenAt());
        assertThat(labels()).containsExactly(ahead.label(), now.label());
        assertThat(backups()
                        .planRestore(RecoveryTarget.latest(), fixture.dataSource())
                        .backup()
                        .label())
                .isEqualTo(now.label());
        assertThat(backups().expire(ONE).removed()).containsExactly(ahead.label());
        restores(now);
        assertThat(backups().incremental().reusedChunks()).isEqualTo(15);
    }

    @Test
    void what_a_later_backup_shares_is_kept_as_long_as_that_one() {
        BackupReport full = backups().full();
        database.tables.get(LONG).set(7, "changed");
        BackupReport incremental = backups().incremental();
        backups().expire(ONE);
        later(Backups.GRACE.plus(MINUTE));

        backups().expire(ONE);

        assertThat(labels()).containsExactly(incremental.label());
        assertThat(objectsOf(full.label())).hasSize(incremental.reusedChunks());
        restores(incremental);

        BackupReport next = backups().incremental();
        assertThat(next.reusedChunks()).isEqualTo(15);
        backups().delete(incremental.label());
        BackupReport another = backups().full();
        backups().delete(next.label());
        later(Backups.GRACE.multipliedBy(2).plus(MINUTE));
        backups().expire(ONE);
        assertThat(keys("objects/"))
                .allMatch(key -> key.contains(another.label().value()));
        restores(another);
    }

    @Test
    void the_succession_goes_on_over_what_was_removed() {
        for (int i = 0; i < 4; i++) {
            backups().full();
        }
        backups().expire(ONE);
        later(Backups.GRACE.plus(MINUTE));
        backups().expire(ONE);
        assertThat(backups().full().backup().sequence()).isEqualTo(5);
        backups().delete(labels().get(1));
        assertThat(backups().full().backup().sequence())
                .as("a removed number is not given again")
                .isEqualTo(6);
        backups().delete(labels().get(0));
        backups().delete(labels().get(0));
        assertThat(labels()).isEmpty();
        BackupReport next = backups().incremental();
        assertThat(next.backup().sequence()).isEqualTo(7);
        assertThat(next.promotion()).hasValueSatisfying(why -> assertThat(why).contains("no backup yet"));
        later(Backups.GRACE.multipliedBy(3));
        backups().expire(ONE);
        restores(next);
    }

    @Test
    void a_manifest_that_vanishes_without_a_removal_is_still_a_fault() {
        BackupReport first = backups().full();
        backups().full();
        store().delete(ObjectKey.of("manifests/" + first.label() + ".json"));
        assertThatThrownBy(backups()::list).hasMessageContaining("is missing");
        assertThatThrownBy(() -> backups().expire(ONE))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining("is missing");
    }

    @Test
    void a_removal_that_no_trusted_writer_signed_removes_nothing() throws Exception {
        BackupReport first = backups().full();
        backups().full();
        ObjectKey removal = ObjectKey.of("removals/" + first.label() + ".json");
        BackupKeys stranger = KeyGenerator.generate(fixture.random());
        backups().delete(first.label());
        byte[] genuine;
        try (var in = store().get(removal)) {
            genuine = in.readAllBytes();
        }
        store().delete(removal);
        for (byte[] forged :
                List.of("{}\n".getBytes(UTF_8), flipped(genuine, 40), flipped(genuine, genuine.length - 20))) {
            store().put(removal, out -> out.write(forged));
            assertThat(backups().get(first.label())).isPresent();
            assertThatThrownBy(backups()::list).hasMessageContaining(removal.value());
            assertThatThrownBy(() -> backups().expire(ONE)).hasMessageContaining(removal.value());
            store().delete(removal);
        }
        assertThatThrownBy(() -> fixture.backups(store(), stranger).expire(ONE))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY));
        store().put(removal, out -> out.write(genuine));
        assertThat(labels()).hasSize(1);
    }

    @Test
    void a_removal_from_another_repository_is_refused_by_name() throws Exception {
        BackupReport first = backups().full();
        ObjectKey removal = ObjectKey.of("removals/" + first.label() + ".json");
        backups().delete(first.label());
        byte[] genuine;
        try (var in = store().get(removal)) {
            genuine = in.readAllBytes();
        }
        store().delete(removal);
        BackupStore other = FileSystemStore.at(temp.resolve("other"));
        fixture.backups(other, keys).full();
        other.put(removal, out -> out.write(genuine));
        assertThatThrownBy(() -> fixture.backups(other, keys).list())
                .hasMessageContaining(removal.value())
                .hasMessageContaining("belongs to repository");
    }

    @Test
    void left_overs_of_a_dead_run_go_once_no_run_can_be_alive_that_long() {
        BackupReport kept = backups().full();
        StoreAround dying = new StoreAround(store()) {
            @Override
            public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                if (key.value().startsWith("manifests/")) {
                    throw new IOException("the process died here");
                }
                return super.put(key, content);
            }

            @Override
            public void delete(ObjectKey key) throws IOException {
                throw new IOException("the process is dead");
            }
        };
        assertThatThrownBy(() -> fixture.backups(dying, keys).full()).hasMessageContaining("died");
        int left = keys("objects/").size() - kept.backup().objects();
        assertThat(left).isPositive();

        assertThat(backups().expire(ONE).deletedObjects()).as("it may be alive").isZero();
        later(Backups.LONGEST.plus(MINUTE));
        assertThat(backups().expire(ONE).deletedObjects()).as("it is given up").isZero();
        later(Backups.LONGEST.plus(Backups.GRACE).plus(MINUTE.multipliedBy(2)));
        assertThat(backups().expire(ONE).deletedObjects()).isEqualTo(left);
        restores(kept);
    }

    @Test
    void a_backup_that_takes_too_long_does_not_become_one() {
        backups().full();
        database.onFinish = () -> later(Backups.LONGEST.plus(MINUTE));
        assertThatThrownBy(backups()::incremental)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_FAILED))
                .hasMessageContaining("took longer");
        assertThat(labels()).hasSize(1);
    }

    @Test
    void a_run_that_another_clock_took_for_dead_does_not_become_a_backup() {
        backups().full();
        EngineFixture ahead = new EngineFixture(database);
        ahead.ahead = Backups.LONGEST.plus(MINUTE);
        database.onFinish = () -> ahead.backups(store(), keys).expire(ONE);
        assertThatThrownBy(backups()::full)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_FAILED))
                .hasMessageContaining("taken for dead");
        assertThat(labels()).hasSize(1);
    }

    @Test
    void a_backup_that_is_removed_the_moment_it_is_there_was_taken_all_the_same() {
        backups().full();
        StoreAround removing = new StoreAround(store()) {
            @Override
            public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                ObjectInfo info = super.put(key, content);
                if (key.value().startsWith("manifests/")) {
                    String label = key.value().substring("manifests/".length()).replace(".json", "");
                    backups().delete(BackupLabel.of(label));
                }
                return info;
            }
        };
        BackupReport removed = fixture.backups(removing, keys).incremental();
        assertThat(labels()).hasSize(1).doesNotContain(removed.label());
        backups().full();
    }

    @Test
    void an_expirer_that_was_paused_for_days_deletes_nothing_that_is_needed() throws Exception {
        BackupReport full = backups().full();
        database.tables.get(LONG).set(7, "changed");
        BackupReport kept = backups().incremental();
        backups().delete(full.label());
        later(Backups.GRACE.plus(MINUTE));
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        StoreAround pausing = new StoreAround(store()) {
            @Override
            public void delete(ObjectKey key) throws IOException {
                paused.countDown();
                await(goOn);
                super.delete(key);
            }
        };
        FutureTask<ExpireReport> expirer =
                new FutureTask<>(() -> fixture.backups(pausing, keys).expire(ONE));
        new Thread(expirer, "expirer").start();
        await(paused);
        later(Backups.GRACE.multipliedBy(3));
        BackupReport meanwhile = backups().incremental();
        backups().delete(kept.label());
        goOn.countDown();
        expirer.get();
        restores(meanwhile);
        later(Backups.GRACE.multipliedBy(5));
        backups().expire(ONE);
        restores(meanwhile);
        assertThat(backups().verify(meanwhile.label(), VerifyLevel.FULL).faults())
                .isEmpty();
    }

    @Test
    void an_expiry_needs_the_signing_key_and_a_deletion_a_backup() {
        backups().full();
        BackupKeys reader =
                BackupKeys.builder().trustedWriter(keys.trustedWriters().get(0)).build();
        assertThatThrownBy(() -> fixture.backups(store(), reader).expire(ONE))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY));
        assertThatThrownBy(() -> backups().delete(BackupLabel.of("20000101T000000Z-F-aaaa")))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_NOT_FOUND));
        assertThat(fixture.backups(store(), reader).planExpire(ONE).kept()).hasSize(1);
    }

    private void restores(BackupReport backup) {
        LineDatabase target = new LineDatabase();
        new EngineFixture(target)
                .backups(store(), keys)
                .restore(RecoveryTarget.of(backup.label()), fixture.dataSource());
        database.tables.forEach((name, lines) ->
                assertThat(target.tables.getOrDefault(name, List.of())).containsExactlyInAnyOrderElementsOf(lines));
    }

    private void later(Duration after) {
        fixture.ahead = after;
    }

    private List<BackupLabel> labels() {
        return backups().list().stream().map(BackupInfo::label).toList();
    }

    private List<String> keys(String prefix) {
        return store().list(prefix).stream().map(info -> info.key().value()).toList();
    }

    private List<String> objectsOf(BackupLabel label) {
        return keys("objects/" + label + "/");
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] altered = bytes.clone();
        altered[at] ^= 1;
        return altered;
    }
}
