package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupFilter;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several databases of a kind keep their backups in one repository, each in a chain of its own. */
final class SharedRepositoryTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void each_database_goes_on_with_its_own_backups_and_keeps_its_own(ServerKind kind) throws Exception {
        try (TestDatabase one = BackupSubjects.database(kind);
                TestDatabase other = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps ofOne = dbOps(one);
                DbOps ofOther = dbOps(other)) {
            SampleShop shop = new SampleShop(one);
            shop.create();
            new SampleShop(other).create();
            BackupInfo first = ofOne.backups().full(BackupSubjects.SMALL_CHUNKS).backup();
            BackupReport promoted = ofOther.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            assertThat(promoted.promotion()).contains("there is no backup of this database yet");
            assertThat(promoted.backup().databaseId()).isNotEqualTo(first.databaseId());

            shop.execute("DELETE FROM purchase WHERE id = 1");
            BackupInfo second =
                    ofOne.backups().incremental(BackupSubjects.SMALL_CHUNKS).backup();
            assertThat(second.type()).isEqualTo(BackupType.INCREMENTAL);
            assertThat(second.reference()).contains(first.label());
            assertThat(second.databaseId()).hasSize(32).isEqualTo(first.databaseId());
            assertThat(ofOther.backups()
                            .list(BackupFilter.builder()
                                    .databaseId(second.databaseId())
                                    .build()))
                    .extracting(BackupInfo::label)
                    .containsExactly(first.label(), second.label());

            ofOne.backups().expire(RetentionPolicy.builder().last(1).build());
            assertThat(ofOther.backups().list())
                    .extracting(BackupInfo::label)
                    .containsExactly(promoted.label(), second.label());
            Map<String, String> expected = shop.digests();
            ofOther.backups().restore(RecoveryTarget.latest(), target.dataSource());
            assertThat(new SampleShop(target).digests()).isEqualTo(expected);
        }
    }

    private DbOps dbOps(TestDatabase database) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp), keys);
    }
}
