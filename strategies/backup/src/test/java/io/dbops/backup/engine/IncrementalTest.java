package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupPlan;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.Backups;
import io.dbops.backup.Compression;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import io.dbops.value.QualifiedName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a backup shares with an earlier one: the engine over a database of lines, whose long table has 13 chunks, the other 2. */
final class IncrementalTest extends EngineTest {

    private static final int CHUNKS = 15;
    private static final QualifiedName LONG = new QualifiedName("lines", "long");

    @Test
    void what_did_not_change_is_not_stored_again() {
        BackupReport full = backups().full();
        BackupReport report = backups().incremental();

        BackupInfo info = report.backup();
        assertThat(info.type()).isEqualTo(BackupType.INCREMENTAL);
        assertThat(info.label().value()).contains("-I-");
        assertThat(info.reference()).contains(full.label());
        assertThat(report.reusedChunks()).isEqualTo(CHUNKS);
        assertThat(report.promotion()).isEmpty();
        assertThat(report.rows()).isEqualTo(full.rows());
        assertThat(rowsOf(report.label())).isEmpty();
        assertThat(info.storedSize().bytes()).isGreaterThan(info.addedSize().bytes());
        assertThat(backups().verify(report.label(), VerifyLevel.FULL).faults()).isEmpty();
        assertThat(restored(RecoveryTarget.latest())).isEqualTo(rows());
        assertThat(backups().list())
                .extracting(BackupInfo::type)
                .containsExactly(BackupType.FULL, BackupType.INCREMENTAL);
    }

    @Test
    void one_row_makes_one_chunk_and_the_earlier_backup_still_has_the_earlier_row() {
        BackupReport full = backups().full();
        Map<QualifiedName, List<String>> before = rows();
        database.tables.get(LONG).set(555, "another row");

        BackupReport report = backups().incremental();

        assertThat(report.reusedChunks()).isEqualTo(CHUNKS - 1);
        assertThat(rowsOf(report.label())).hasSize(1);
        assertThat(restored(RecoveryTarget.of(report.label()))).isEqualTo(rows());
        assertThat(restored(RecoveryTarget.of(full.label()))).isEqualTo(before);
    }

    @Test
    void the_same_rows_in_another_order_are_stored_as_they_stand() {
        backups().full();
        Collections.swap(database.tables.get(LONG), 3, 4);
        assertThat(backups().incremental().reusedChunks()).isEqualTo(CHUNKS - 1);
    }

    @Test
    void rows_that_changed_places_between_chunks_are_stored_again() {
        backups().full();
        Collections.swap(database.tables.get(LONG), 3, 444);
        BackupReport report = backups().incremental();
        assertThat(report.reusedChunks()).isEqualTo(CHUNKS - 2);
        assertThat(restored(RecoveryTarget.latest())).isEqualTo(rows());
    }

    @Test
    void tables_that_came_went_or_grew_are_as_they_are_now() {
        backups().full();
        database.tables.get(LONG).addAll(List.of("one more", "and another"));
        database.tables.remove(new QualifiedName("lines", "small"));
        database.with("new", 120);
        BackupReport report = backups().incremental();
        assertThat(report.reusedChunks()).isEqualTo(13);
        assertThat(restored(RecoveryTarget.latest())).isEqualTo(rows());
    }

    @Test
    void a_differential_is_compared_with_the_full_one_and_an_incremental_with_the_newest() {
        BackupReport full = backups().full();
        database.tables.get(LONG).set(5, "first change");
        BackupReport first = backups().incremental();
        database.tables.get(LONG).set(505, "second change");
        BackupReport second = backups().incremental();
        BackupReport differential = backups().differential();
        BackupReport third = backups().incremental();

        assertThat(second.backup().reference()).contains(first.label());
        assertThat(second.reusedChunks()).isEqualTo(CHUNKS - 1);
        assertThat(differential.backup().reference()).contains(full.label());
        assertThat(differential.label().value()).contains("-D-");
        assertThat(differential.reusedChunks()).isEqualTo(CHUNKS - 2);
        assertThat(third.backup().reference()).contains(differential.label());
        assertThat(third.reusedChunks()).isEqualTo(CHUNKS);
        for (BackupReport each : List.of(second, differential, third)) {
            assertThat(backups().verify(each.label(), VerifyLevel.FULL).faults())
                    .isEmpty();
            assertThat(restored(RecoveryTarget.of(each.label()))).isEqualTo(rows());
        }
    }

    @Test
    void a_writer_without_identity_compares_with_what_it_cannot_open() {
        Backups writer = fixture.backups(store(), KeyGenerator.withoutIdentities(keys));
        BackupReport full = writer.full();
        assertThat(full.backup().encrypted()).isTrue();
        BackupReport report = writer.incremental();
        assertThat(report.reusedChunks()).isEqualTo(CHUNKS);
        assertThatThrownBy(() -> writer.verify(report.label(), VerifyLevel.FULL))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY));
        assertThat(restored(RecoveryTarget.latest())).isEqualTo(rows());
    }

    @Test
    void where_there_is_nothing_to_compare_with_it_is_a_full_backup_and_says_why() {
        promoted(backups().planIncremental(BackupOptions.defaults()), "there is no backup yet");
        promoted(backups().differential(), "there is no full backup yet");

        BackupOptions gzip =
                BackupOptions.builder().compression(Compression.GZIP).build();
        promoted(backups().planIncremental(gzip), "has the compression zstd, this one gzip");
        promoted(backups().incremental(gzip), "has the compression zstd, this one gzip");

        BackupKeys more = keys.toBuilder()
                .recipient(KeyGenerator.generate(fixture.random()).recipients().get(0))
                .build();
        promoted(fixture.backups(store(), more).incremental(gzip), "is encrypted to other recipients");

        BackupKeys another = KeyGenerator.generate(fixture.random());
        BackupKeys.Builder changed = BackupKeys.builder()
                .signingKey(keys.signingKey().orElseThrow())
                .repositoryKey(another.repositoryKey().orElseThrow());
        more.recipients().forEach(changed::recipient);
        keys.trustedWriters().forEach(changed::trustedWriter);
        promoted(fixture.backups(store(), changed.build()).incremental(gzip), "cannot be read with this writer's keys");
    }

    @Test
    void contents_that_were_altered_are_no_basis() throws Exception {
        BackupReport full = backups().full();
        ObjectKey contents = ObjectKey.of("objects/" + full.label() + "/contents.json.age");
        replace(contents, new byte[] {1, 2, 3});
        promoted(backups().incremental(), "contents.json.age");
    }

    @Test
    void what_the_store_has_lost_is_stored_anew_and_said() throws Exception {
        BackupReport full = backups().full();
        ObjectKey lost = rowsOf(full.label()).get(0);
        ObjectKey cut = rowsOf(full.label()).get(1);
        store().delete(lost);
        replace(cut, new byte[] {1});

        BackupReport report = backups().incremental();

        assertThat(report.reusedChunks()).isEqualTo(CHUNKS - 2);
        assertThat(backups().verify(report.label(), VerifyLevel.FULL).faults()).isEmpty();
        assertThat(fixture.events)
                .filteredOn(event -> event.kind() == Kind.WARNING)
                .extracting(OperationEvent::detail)
                .anyMatch(detail -> detail.contains(lost + " is missing"))
                .anyMatch(detail -> detail.contains(cut + " was altered"));
    }

    @Test
    void what_vanishes_while_it_is_taken_fails_it_and_nothing_of_it_is_left() {
        BackupReport full = backups().full();
        database.onFinish = () -> delete(rowsOf(full.label()).get(3));
        assertThatThrownBy(backups()::incremental)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_FAILED))
                .hasMessageContaining("is missing");
        assertThat(backups().list()).extracting(BackupInfo::label).containsExactly(full.label());
        assertThat(store().list("objects/"))
                .extracting(info -> info.key().value())
                .allMatch(key -> key.contains(full.label().value()));
    }

    @Test
    void a_failure_removes_what_it_stored_and_nothing_that_it_shares() {
        BackupReport full = backups().full();
        database.tables.get(LONG).set(555, "another row");
        database.onFinish = () -> {
            throw DbOpsException.of(ErrorCode.BACKUP_TORN, "table lines.small was swapped")
                    .build();
        };
        assertThatThrownBy(backups()::incremental).hasMessageContaining("swapped");
        assertThat(backups().list()).hasSize(1);
        assertThat(backups().verify(full.label(), VerifyLevel.FULL).faults()).isEmpty();
    }

    @Test
    void a_plan_names_the_reference_and_stores_nothing() {
        BackupReport full = backups().full();
        int objects = store().list("").size();
        BackupPlan plan = backups().planDifferential(BackupOptions.defaults());
        assertThat(plan.type()).isEqualTo(BackupType.DIFFERENTIAL);
        assertThat(plan.reference()).contains(full.label());
        assertThat(plan.toString()).startsWith("differential backup of ").contains("compared with " + full.label());
        assertThat(plan.toJson()).contains("\"type\":\"DIFFERENTIAL\",\"reference\":\"" + full.label() + "\"");
        assertThat(store().list("")).hasSize(objects);
    }

    private static void promoted(BackupPlan plan, String why) {
        assertThat(plan.type()).isEqualTo(BackupType.FULL);
        assertThat(plan.promotion())
                .hasValueSatisfying(reason -> assertThat(reason).contains(why));
        assertThat(plan.toString()).contains("full, because ").contains(why);
    }

    private void promoted(BackupReport report, String why) {
        assertThat(report.backup().type()).isEqualTo(BackupType.FULL);
        assertThat(report.label().value()).contains("-F-");
        assertThat(report.backup().reference()).isEmpty();
        assertThat(report.reusedChunks()).isZero();
        assertThat(report.promotion())
                .hasValueSatisfying(reason -> assertThat(reason).contains(why));
        assertThat(fixture.events)
                .filteredOn(event -> event.kind() == Kind.WARNING)
                .extracting(OperationEvent::detail)
                .anyMatch(detail -> detail.contains(why));
    }

    private Map<QualifiedName, List<String>> rows() {
        Map<QualifiedName, List<String>> rows = new TreeMap<>();
        database.tables.forEach(
                (name, lines) -> rows.put(name, lines.stream().sorted().toList()));
        return rows;
    }

    private Map<QualifiedName, List<String>> restored(RecoveryTarget which) {
        LineDatabase target = new LineDatabase();
        new EngineFixture(target).backups(store(), keys).restore(which, fixture.dataSource());
        Map<QualifiedName, List<String>> rows = new TreeMap<>();
        target.tables.forEach(
                (name, lines) -> rows.put(name, lines.stream().sorted().toList()));
        return rows;
    }

    private List<ObjectKey> rowsOf(BackupLabel label) {
        return store().list("objects/" + label + "/").stream()
                .map(ObjectInfo::key)
                .filter(key -> key.value().matches(".*/[0-9]{6}\\.age"))
                .toList();
    }

    private void replace(ObjectKey key, byte[] bytes) throws Exception {
        store().delete(key);
        store().put(key, out -> out.write(bytes));
    }

    private void delete(ObjectKey key) {
        store().delete(key);
    }
}
