package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupFilter;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is said of a backup after it was taken, and what follows from it. */
final class MarksTest extends EngineTest {

    private static final RetentionPolicy ONE = RetentionPolicy.builder().last(1).build();

    @Test
    void a_held_backup_is_neither_expired_nor_deleted_until_it_is_released() {
        BackupLabel held = backups().full().label();
        backups().full();
        BackupInfo info = backups().hold(held, "the auditors ask for it");
        assertThat(info.marks().held()).contains("the auditors ask for it");
        assertThat(backups().planExpire(ONE).decisions().get(0).reasons())
                .containsExactly("held: the auditors ask for it");
        assertThat(backups().expire(ONE).removed()).isEmpty();
        fails(ErrorCode.BACKUP_HELD, "the auditors ask for it", () -> backups().delete(held));

        assertThat(backups().release(held).marks().held()).isEmpty();
        assertThat(backups().expire(ONE).removed()).containsExactly(held);
        fails(ErrorCode.BACKUP_NOT_FOUND, held.value(), () -> backups().hold(held, "too late"));
    }

    @Test
    void a_backup_that_was_verified_or_proven_last_is_kept_and_says_when() {
        BackupLabel proven = backups().full().label();
        BackupLabel verified = backups().full().label();
        BackupLabel neither = backups().full().label();
        backups().full();
        LineDatabase scratch = new LineDatabase();
        EngineFixture elsewhere = new EngineFixture(scratch);
        elsewhere.backups(store(), keys).drill(RecoveryTarget.of(proven), fixture.dataSource());
        backups().verify(verified, VerifyLevel.FULL);
        backups().verify(neither, VerifyLevel.STORED);

        List<BackupInfo> all = backups().list();
        assertThat(all.get(0).marks().provenAt()).isPresent();
        assertThat(all.get(0).marks().verifiedAt()).isEmpty();
        assertThat(all.get(1).marks().verifiedAt()).isPresent();
        assertThat(all.get(1).toJson()).contains("\"verifiedAt\":\"");
        assertThat(all.get(2).marks().verifiedAt()).isEmpty();
        assertThat(scratch.defined).contains("finished");
        assertThat(backups().expire(ONE).removed()).containsExactly(neither);
        assertThat(backups().get(proven).flatMap(each -> each.marks().provenAt()))
                .isEqualTo(all.get(0).marks().provenAt());
    }

    @Test
    void backups_are_listed_by_type_time_database_tag_and_marks() {
        BackupInfo first = backups().full().backup();
        BackupInfo second = backups().incremental().backup();
        backups().tag(first.label(), "before-release");
        backups().tag(first.label(), "monthly");
        backups().hold(second.label(), "audit");
        backups().verify(second.label(), VerifyLevel.FULL);

        assertThat(listed(BackupFilter.builder())).containsExactly(first.label(), second.label());
        assertThat(listed(BackupFilter.builder().types(BackupType.FULL))).containsExactly(first.label());
        assertThat(listed(BackupFilter.builder().takenFrom(second.takenAt()))).containsExactly(second.label());
        assertThat(listed(BackupFilter.builder().takenBefore(second.takenAt()))).containsExactly(first.label());
        assertThat(listed(BackupFilter.builder().database("Lines 1"))).hasSize(2);
        assertThat(listed(BackupFilter.builder().database("Others"))).isEmpty();
        assertThat(listed(BackupFilter.builder().tags("monthly", "before-release")))
                .containsExactly(first.label());
        assertThat(listed(BackupFilter.builder().tags("monthly", "yearly"))).isEmpty();
        assertThat(listed(BackupFilter.builder().verified())).containsExactly(second.label());
        assertThat(listed(BackupFilter.builder().held())).containsExactly(second.label());
        assertThat(listed(BackupFilter.builder().held().proven())).isEmpty();
    }

    private List<BackupLabel> listed(BackupFilter.Builder filter) {
        return backups().list(filter.build()).stream().map(BackupInfo::label).toList();
    }

    @Test
    void a_backup_with_faults_is_not_called_verified() {
        BackupReport report = backups().full();
        store().delete(ObjectKey.of("objects/" + report.label() + "/000003.age"));
        assertThat(backups().verify(report.label(), VerifyLevel.FULL).isIntact())
                .isFalse();
        assertThat(backups().list().get(0).marks().verifiedAt()).isEmpty();
        LineDatabase scratch = new LineDatabase();
        assertThatThrownBy(() -> new EngineFixture(scratch)
                        .backups(store(), keys)
                        .drill(RecoveryTarget.latest(), fixture.dataSource()))
                .hasMessageContaining("000003.age");
        assertThat(backups().list().get(0).marks().provenAt()).isEmpty();
    }

    @Test
    void tags_come_and_go() {
        BackupLabel label = backups().full().label();
        backups().tag(label, "release/4.2");
        assertThat(backups().tag(label, "before-migration").marks().tags())
                .containsExactly("before-migration", "release/4.2");
        assertThat(backups().untag(label, "release/4.2").marks().tags()).containsExactly("before-migration");
        assertThat(backups().untag(label, "never-there").marks().tags()).hasSize(1);
    }

    @Test
    void who_holds_no_signing_key_says_nothing_and_verifies_all_the_same() {
        BackupLabel label = backups().full().label();
        BackupKeys.Builder reader =
                BackupKeys.builder().trustedWriter(keys.trustedWriters().get(0));
        keys.identities().forEach(reader::identity);
        Backups reading = fixture.backups(store(), reader.build());
        assertThat(reading.verify(label, VerifyLevel.FULL).isIntact()).isTrue();
        assertThat(reading.list().get(0).marks().verifiedAt()).isEmpty();
        fails(ErrorCode.KEY, "signing key", () -> reading.hold(label, "why"));
        LineDatabase scratch = new LineDatabase();
        fails(ErrorCode.KEY, "signing key", () -> new EngineFixture(scratch)
                .backups(store(), reader.build())
                .drill(RecoveryTarget.latest(), fixture.dataSource()));
        assertThat(scratch.defined).as("nothing was restored in vain").isEmpty();
    }

    @Test
    void a_mark_that_was_forged_altered_or_carried_here_is_a_fault_by_name() throws Exception {
        BackupLabel label = backups().full().label();
        backups().hold(label, "why");
        ObjectInfo mark = store().list("marks/").get(0);
        byte[] genuine;
        try (var in = store().get(mark.key())) {
            genuine = in.readAllBytes();
        }
        for (int at : List.of(20, genuine.length / 2, genuine.length - 20)) {
            byte[] altered = genuine.clone();
            altered[at] ^= 1;
            store().delete(mark.key());
            store().put(mark.key(), out -> out.write(altered));
            fails(ErrorCode.INTEGRITY, mark.key().value(), backups()::list);
            fails(ErrorCode.INTEGRITY, mark.key().value(), () -> backups().get(label));
            fails(ErrorCode.INTEGRITY, mark.key().value(), () -> backups().expire(ONE));
        }
        store().delete(mark.key());

        ObjectKey ofAnother = ObjectKey.of("marks/" + backups().full().label() + "/x.json");
        store().put(ofAnother, out -> out.write(genuine));
        fails(ErrorCode.INTEGRITY, ofAnother.value(), backups()::list);
        store().delete(ofAnother);

        FileSystemStore other = FileSystemStore.at(temp.resolve("other"));
        fixture.backups(other, keys).full();
        other.put(mark.key(), out -> out.write(genuine));
        fails(ErrorCode.INTEGRITY, "belongs to repository", fixture.backups(other, keys)::list);

        BackupKeys stranger = KeyGenerator.generate(fixture.random());
        BackupKeys both =
                stranger.toBuilder().trustedWriter(keys.trustedWriters().get(0)).build();
        fixture.backups(store(), both).hold(label, "said by a stranger");
        fails(ErrorCode.INTEGRITY, "not trusted", backups()::list);
    }

    @Test
    void what_cannot_be_said_is_refused_at_once() {
        BackupLabel label = backups().full().label();
        assertThatThrownBy(() -> backups().tag(label, "two words")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backups().hold(label, " ")).isInstanceOf(IllegalArgumentException.class);
        fails(ErrorCode.BACKUP_NOT_FOUND, "20000101T000000Z-F-aaaa", () -> backups()
                .tag(BackupLabel.of("20000101T000000Z-F-aaaa"), "x"));
    }

    private static void fails(ErrorCode code, String naming, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(naming);
    }
}
