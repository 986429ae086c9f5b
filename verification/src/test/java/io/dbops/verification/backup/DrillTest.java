package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From backup to drill to expiry on every database, through the public API alone. */
final class DrillTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void a_drill_fills_a_scratch_database_and_is_remembered(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                TestDatabase scratch = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(
                        database.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel proven =
                    dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).label();
            dbOps.backups().drill(RecoveryTarget.latest(), scratch.dataSource());
            assertThat(new SampleShop(scratch).digests()).isEqualTo(shop.digests());

            shop.execute("UPDATE purchase SET item = 'changed' WHERE id = 300");
            BackupLabel between =
                    dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS).label();
            shop.execute("UPDATE purchase SET item = 'changed again' WHERE id = 300");
            BackupLabel newest =
                    dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS).label();

            assertThat(dbOps.backups()
                            .expire(RetentionPolicy.builder().last(1).build())
                            .removed())
                    .containsExactly(between);
            assertThat(dbOps.backups().list()).extracting(BackupInfo::label).containsExactly(proven, newest);
            assertThat(dbOps.backups().list().get(0).marks().provenAt()).isPresent();
            assertThat(dbOps.backups().verify(newest, VerifyLevel.FULL).faults())
                    .isEmpty();
            assertThat(dbOps.backups().list().get(1).marks().verifiedAt()).isPresent();
            shop.empty();
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
            assertThat(shop.digests()).isNotEqualTo(new SampleShop(scratch).digests());
        }
    }
}
