package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.BackupStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.backup.BackupChild.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A child JVM takes a backup and is killed with SIGKILL at a named step. */
final class BackupKillTest {

    /** One of each product: the steps are the engine's, the locks that a killed client leaves are the product's. */
    private static final List<ServerKind> KINDS =
            List.of(ServerKind.H2, ServerKind.POSTGRESQL_16, ServerKind.MYSQL_8_0, ServerKind.MARIADB_11_4);

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    static Stream<Arguments> killings() {
        return KINDS.stream().flatMap(kind -> Stream.of(Step.values()).map(step -> Arguments.of(kind, step)));
    }

    @ParameterizedTest
    @MethodSource("killings")
    @Timeout(120)
    void after_a_kill_nothing_partial_is_listed_and_the_next_backup_succeeds(ServerKind kind, Step step)
            throws Exception {
        BackupStore store = FileSystemStore.at(temp.resolve("repository"));
        Path keyFile = temp.resolve("keys");
        KeyFile.write(keyFile, keys);
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> before = shop.digests();

            kill(database, keyFile, step, BackupType.FULL);

            boolean committed = step == Step.AFTER_THE_MANIFEST;
            assertThat(dbOps.backups().list()).hasSize(committed ? 1 : 0);
            dbOps.backups().list().forEach(info -> assertThat(dbOps.backups()
                            .verify(info.label(), VerifyLevel.FULL)
                            .faults())
                    .isEmpty());

            BackupReport next = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            assertThat(dbOps.backups().list()).hasSize(committed ? 2 : 1);
            assertThat(next.backup().sequence()).isEqualTo(committed ? 2 : 1);
            shop.empty();
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
            assertThat(shop.digests()).isEqualTo(before);
        }
    }

    static Stream<Arguments> incrementalKillings() {
        return Stream.of(ServerKind.H2, ServerKind.POSTGRESQL_16, ServerKind.MARIADB_11_4)
                .flatMap(kind -> Stream.of(Step.values()).map(step -> Arguments.of(kind, step)));
    }

    @ParameterizedTest
    @MethodSource("incrementalKillings")
    @Timeout(120)
    void a_killed_incremental_backup_harms_nothing_that_it_would_have_shared(ServerKind kind, Step step)
            throws Exception {
        BackupStore store = FileSystemStore.at(temp.resolve("repository"));
        Path keyFile = temp.resolve("keys");
        KeyFile.write(keyFile, keys);
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> before = shop.digests();
            BackupReport full = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            shop.execute("UPDATE purchase SET item = 'changed' WHERE id BETWEEN 3000 AND 3010");
            Map<String, String> after = shop.digests();

            kill(database, keyFile, step, BackupType.INCREMENTAL);

            boolean committed = step == Step.AFTER_THE_MANIFEST;
            assertThat(dbOps.backups().list()).hasSize(committed ? 2 : 1);
            BackupReport next = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            assertThat(next.reusedChunks()).isPositive();
            for (BackupInfo each : dbOps.backups().list()) {
                assertThat(dbOps.backups()
                                .verify(each.label(), VerifyLevel.FULL)
                                .faults())
                        .isEmpty();
            }
            shop.empty();
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
            assertThat(shop.digests()).isEqualTo(after);
            shop.empty();
            dbOps.backups().restore(RecoveryTarget.of(full.label()), database.dataSource());
            assertThat(shop.digests()).isEqualTo(before);
        }
    }

    private void kill(TestDatabase database, Path keyFile, Step step, BackupType type)
            throws IOException, InterruptedException {
        Path reached = temp.resolve("reached");
        Path log = temp.resolve("child.log");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BackupChild.class.getName(),
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        temp.resolve("repository").toString(),
                        keyFile.toString(),
                        step.name(),
                        reached.toString(),
                        type.name())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            while (!Files.exists(reached)) {
                if (child.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("the child ended before " + step + ":\n" + Files.readString(log));
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as("killed").isNotZero();
    }
}
