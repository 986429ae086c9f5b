package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
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

/** Backups that share chunks with earlier ones, on every database; what comes back is judged by plain JDBC. */
final class IncrementalBackupTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void each_backup_of_a_chain_gives_back_its_own_state_and_stores_what_changed(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> atFull = shop.digests();
            BackupReport full = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);

            BackupReport unchanged = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            int chunks = unchanged.reusedChunks();
            assertThat(unchanged.promotion()).isEmpty();
            assertThat(chunks).as("all chunks").isEqualTo(full.backup().objects() - 5);

            shop.execute("UPDATE purchase SET item = 'changed' WHERE id BETWEEN 3000 AND 3010");
            Map<String, String> atIncremental = shop.digests();
            BackupReport incremental = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            assertThat(incremental.reusedChunks()).isBetween(chunks - 3, chunks - 1);
            assertThat(incremental.backup().addedSize().bytes())
                    .isLessThan(full.backup().storedSize().bytes() / 2);

            shop.execute(
                    "DELETE FROM purchase WHERE id BETWEEN 100 AND 200",
                    "INSERT INTO purchase SELECT id + 100000, customer_id, item, amount FROM purchase WHERE id < 90",
                    "CREATE TABLE later (id INT PRIMARY KEY)",
                    "INSERT INTO later VALUES (1)",
                    "DROP TABLE later");
            Map<String, String> atDifferential = shop.digests();
            BackupReport differential = dbOps.backups().differential(BackupSubjects.SMALL_CHUNKS);
            assertThat(differential.backup().type()).isEqualTo(BackupType.DIFFERENTIAL);
            assertThat(differential.backup().reference()).contains(full.label());
            assertThat(differential.reusedChunks()).isPositive().isLessThan(chunks);

            comesBack(dbOps, shop, full, atFull);
            comesBack(dbOps, shop, unchanged, atFull);
            comesBack(dbOps, shop, incremental, atIncremental);
            comesBack(dbOps, shop, differential, atDifferential);
        }
    }

    private static void comesBack(DbOps dbOps, SampleShop shop, BackupReport backup, Map<String, String> state)
            throws Exception {
        assertThat(dbOps.backups().verify(backup.label(), VerifyLevel.FULL).faults())
                .isEmpty();
        shop.empty();
        dbOps.backups().restore(RecoveryTarget.of(backup.label()), shop.dataSource());
        assertThat(shop.digests()).as(backup.toString()).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource
    void a_table_that_grew_far_beyond_its_last_cut_is_cut_there_and_whole(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupReport full = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            for (int i = 1; i <= 4; i++) {
                shop.execute("INSERT INTO purchase SELECT id + " + (i * 20000)
                        + ", customer_id, item, amount FROM purchase WHERE id <= 18000");
            }
            Map<String, String> grown = shop.digests();

            BackupReport report = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);

            assertThat(report.reusedChunks()).isPositive();
            assertThat(report.rows()).isEqualTo(full.rows() + 4 * 6000);
            assertThat(report.backup().objects()).isGreaterThan(full.backup().objects() + 4);
            comesBack(dbOps, shop, report, grown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_chunk_size_leaves_the_cuts_where_they_are(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            new SampleShop(database).create();
            BackupReport full = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            BackupReport report = dbOps.backups()
                    .incremental(BackupOptions.builder()
                            .chunkSize(ByteSize.ofMiB(64))
                            .build());
            assertThat(report.reusedChunks()).isEqualTo(full.backup().objects() - 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_table_that_was_emptied_dropped_or_made_anew_is_as_it_is(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            for (List<String> change : List.of(
                    List.of("DELETE FROM purchase"),
                    List.of("INSERT INTO purchase VALUES (7, 1, 'seven', 7.5), (-7, 1, 'minus', 1.5)"),
                    List.of("ALTER TABLE purchase ADD COLUMN remark VARCHAR(20) DEFAULT 'none'"))) {
                shop.execute(change.toArray(new String[0]));
                Map<String, String> state = shop.digests();
                comesBack(dbOps, shop, dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS), state);
            }
        }
    }

    private DbOps dbOps(TestDatabase database) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys);
    }
}
