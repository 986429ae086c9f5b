package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Compression;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectInfo;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.ByteSize;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BackupRoundTripTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void what_was_backed_up_comes_back_equal_by_plain_jdbc(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store(), keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            long lastId = shop.nextCustomerId();
            Map<String, String> before = shop.digests();

            BackupReport report = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);

            assertThat(report.rows()).isEqualTo(7501);
            assertThat(report.tables()).isEqualTo(3);
            assertThat(report.backup().objects()).as("objects").isGreaterThan(8 + 5);
            assertThat(dbOps.backups().list()).singleElement().satisfies(info -> {
                assertThat(info.label()).isEqualTo(report.label());
                assertThat(info.encrypted()).isTrue();
                assertThat(info.sequence()).isEqualTo(1);
            });
            assertThat(dbOps.backups().get(report.label()))
                    .map(BackupInfo::toJson)
                    .contains(report.backup().toJson());
            VerifyReport verified = dbOps.backups().verify(report.label(), VerifyLevel.FULL);
            assertThat(verified.faults()).isEmpty();
            assertThat(verified.rows()).isEqualTo(7501);
            assertThat(shop.digests()).as("a backup changes nothing").isEqualTo(before);

            shop.empty();
            RecoveryPlan plan = dbOps.backups().planRestore(RecoveryTarget.latest(), database.dataSource());
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.rows()).isEqualTo(7501);
            RestoreReport restored = dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());

            assertThat(restored.rows()).isEqualTo(7501);
            assertThat(shop.digests()).isEqualTo(before);
            assertThat(shop.nextCustomerId()).isEqualTo(lastId + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_encryption_and_with_gzip_or_no_compression_it_is_the_same(ServerKind kind) throws Exception {
        BackupKeys plain = BackupKeys.builder()
                .signingKey(keys.signingKey().orElseThrow())
                .trustedWriter(keys.trustedWriters().get(0))
                .build();
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store(), plain)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> before = shop.digests();
            for (Compression compression : List.of(Compression.GZIP, Compression.NONE)) {
                BackupReport report = dbOps.backups()
                        .full(BackupOptions.builder().compression(compression).build());
                assertThat(report.backup().encrypted()).isFalse();
                assertThat(dbOps.backups()
                                .verify(report.label(), VerifyLevel.FULL)
                                .faults())
                        .isEmpty();
                shop.empty();
                dbOps.backups().restore(RecoveryTarget.of(report.label()), database.dataSource());
                assertThat(shop.digests()).isEqualTo(before);
            }
            assertThat(dbOps.backups().list()).extracting(BackupInfo::sequence).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_target_that_is_not_empty_is_refused_before_it_is_touched(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store(), keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            dbOps.backups().full();
            shop.empty();
            shop.execute("CREATE TABLE bystander (id INT)", "INSERT INTO bystander VALUES (7)");

            assertThat(dbOps.backups()
                            .planRestore(RecoveryTarget.latest(), database.dataSource())
                            .faults())
                    .anySatisfy(fault -> assertThat(fault).containsIgnoringCase("bystander"));
            assertThatThrownBy(() -> dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource()))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESTORE_FAILED))
                    .hasMessageContaining("nothing was touched");

            shop.execute("INSERT INTO bystander VALUES (8)", "DROP TABLE bystander");
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_of_an_encrypted_backup_can_be_read_in_the_store(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store(), keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            dbOps.backups()
                    .full(BackupOptions.builder().compression(Compression.NONE).build());

            FileSystemStore store = store();
            for (ObjectInfo object : store.list("")) {
                byte[] bytes;
                try (var in = store.get(object.key())) {
                    bytes = in.readAllBytes();
                }
                String seen = object.key() + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(seen).as(object.key().value()).doesNotContainIgnoringCase("purchase", "customer", "nothing");
            }
            assertThat(store.list("")).hasSizeGreaterThan(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_reader_and_whole_tables_are_enough(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store(), keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupReport report = dbOps.backups()
                    .full(BackupOptions.builder()
                            .parallelism(1)
                            .chunkSize(ByteSize.ofMiB(64))
                            .build());
            assertThat(report.rows()).isEqualTo(7500);
        }
    }

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }
}
