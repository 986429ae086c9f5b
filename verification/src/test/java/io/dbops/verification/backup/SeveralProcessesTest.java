package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Seed;
import io.dbops.verification.backup.CrashingStore.Work;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes of their own take backups and expire them in one repository, while this one restores from it. */
final class SeveralProcessesTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_17", "MARIADB_11_4"})
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void two_backups_an_expiry_and_a_restore_at_once_leave_a_whole_repository(ServerKind kind) throws Exception {
        Path repository = temp.resolve("repository");
        Path keyFile = temp.resolve("keys");
        KeyFile.write(keyFile, keys);
        ExecutorService three = Executors.newFixedThreadPool(3);
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(repository), keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> state = shop.digests();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            for (int round = 0; round < Seed.rounds(1); round++) {
                BackupLabel kept =
                        dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).label();
                dbOps.backups().hold(kept, "it is being restored");
                List<Callable<String>> others = new ArrayList<>();
                for (Work work : Work.values()) {
                    others.add(() -> CrashingStore.run(work, database, repository, keyFile, 0));
                }
                List<Future<String>> running =
                        others.stream().map(three::submit).toList();
                restore(dbOps, kind, RecoveryTarget.of(kept), state);
                for (Future<String> each : running) {
                    assertThat(each.get()).isEmpty();
                }
                List<BackupInfo> listed = dbOps.backups().list();
                assertThat(listed).isNotEmpty();
                for (BackupInfo each : listed) {
                    assertThat(dbOps.backups()
                                    .verify(each.label(), VerifyLevel.FULL)
                                    .faults())
                            .isEmpty();
                }
                restore(dbOps, kind, RecoveryTarget.latest(), state);
            }
        } finally {
            three.shutdownNow();
        }
    }

    private static void restore(DbOps dbOps, ServerKind kind, RecoveryTarget which, Map<String, String> state)
            throws Exception {
        try (TestDatabase target = BackupSubjects.database(kind)) {
            dbOps.backups().restore(which, target.dataSource());
            assertThat(new SampleShop(target).digests()).isEqualTo(state);
        }
    }
}
