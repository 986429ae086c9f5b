package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Seed;
import io.dbops.verification.backup.CrashingStore.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process at writes to the store, of a backup or of an expiry that removes and deletes. In the profile soak at every one, else at a
 * sample.
 */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(value = 120, unit = TimeUnit.MINUTES)
final class StoreCrashTest {

    private static final int SAMPLE = 2;
    private static final Duration LONG_AGO = Backups.GRACE.multipliedBy(2);

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(names = {"FULL", "INCREMENTAL"})
    void after_a_killed_backup_what_is_listed_is_whole_and_the_next_one_succeeds(Work work) throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> before = shop.digests();
            Path origin = temp.resolve("origin");
            try (DbOps dbOps = dbOps(database, origin, Clock.systemUTC())) {
                dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            }
            shop.execute("UPDATE purchase SET item = 'changed' WHERE id BETWEEN 3000 AND 3010");
            Map<String, String> changed = shop.digests();
            int points = points(work, database, origin);
            assertThat(points).isGreaterThan(20);
            Seed seed = Seed.ofThisRun();
            for (int point : chosen(points, seed)) {
                Path repository = copy(origin, "at-" + point);
                String what = seed + ", point " + point + ": "
                        + CrashingStore.run(work, database, repository, keyFile(), point);
                try (DbOps dbOps = dbOps(database, repository, Clock.systemUTC());
                        TestDatabase target = BackupSubjects.database(ServerKind.H2)) {
                    List<BackupInfo> listed = whole(dbOps, what);
                    assertThat(listed).as(what).hasSizeBetween(1, 2);
                    dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
                    assertThat(new SampleShop(target).digests())
                            .as(what)
                            .isEqualTo(listed.size() == 1 ? before : changed);
                    dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
                    assertThat(whole(dbOps, what)).as(what).hasSize(listed.size() + 1);
                    new SampleShop(target).empty();
                    dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
                    assertThat(new SampleShop(target).digests()).as(what).isEqualTo(changed);
                }
            }
        }
    }

    @Test
    void after_a_killed_expiry_what_is_listed_is_whole_and_the_next_one_ends_it() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Path origin = temp.resolve("origin");
            try (DbOps dbOps = dbOps(database, origin, Clock.offset(Clock.systemUTC(), LONG_AGO.negated()))) {
                dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
                shop.execute("UPDATE purchase SET item = 'changed' WHERE id BETWEEN 3000 AND 9000");
                dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
                dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
                dbOps.backups().expire(RetentionPolicy.builder().last(2).build());
            }
            age(origin);
            shop.execute("UPDATE purchase SET item = 'again' WHERE id BETWEEN 3000 AND 3010");
            Map<String, String> last = shop.digests();
            try (DbOps dbOps = dbOps(database, origin, Clock.systemUTC())) {
                dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
                assertThat(dbOps.backups().list()).hasSize(3);
            }
            int points = points(Work.EXPIRE, database, origin);
            assertThat(points).isGreaterThan(20);
            Path undisturbed = copy(origin, "undisturbed");
            CrashingStore.run(Work.EXPIRE, database, undisturbed, keyFile(), 0);
            Seed seed = Seed.ofThisRun();
            for (int point : chosen(points, seed)) {
                Path repository = copy(origin, "at-" + point);
                String what = seed + ", point " + point + ": "
                        + CrashingStore.run(Work.EXPIRE, database, repository, keyFile(), point);
                try (DbOps dbOps = dbOps(database, repository, Clock.systemUTC());
                        TestDatabase target = BackupSubjects.database(ServerKind.H2)) {
                    assertThat(whole(dbOps, what)).as(what).hasSizeBetween(1, 3);
                    dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
                    assertThat(new SampleShop(target).digests()).as(what).isEqualTo(last);
                    Work.EXPIRE.on(dbOps);
                    assertThat(whole(dbOps, what)).as(what).hasSize(1);
                }
                assertThat(keysIn(repository)).as(what).containsExactlyElementsOf(keysIn(undisturbed));
            }
        }
    }

    @Test
    void a_backup_for_which_there_is_no_room_leaves_nothing_and_the_next_one_succeeds() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2);
                TestDatabase target = BackupSubjects.database(ServerKind.H2)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Path repository = temp.resolve("origin");
            try (DbOps dbOps = dbOps(database, repository, Clock.systemUTC())) {
                dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
                shop.execute("UPDATE purchase SET item = 'changed' WHERE id > 10");
                List<String> before = keysIn(repository);
                for (int kib : new int[] {0, 1, 4, 16}) {
                    assertThatThrownBy(() -> CrashingStore.runWithFilesUpTo(
                                    kib, Work.FULL_BY_GZIP, database, repository, keyFile()))
                            .as(kib + " KiB")
                            .hasMessageContaining("the other JVM ended with 1:")
                            .hasMessageContaining("[STORE]")
                            .hasMessageContaining("not full");
                    assertThat(keysIn(repository)).as(kib + " KiB").isEqualTo(before);
                    assertThat(filesIn(repository)).as(kib + " KiB").hasSameSizeAs(before);
                }
                dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
                assertThat(whole(dbOps, "with room")).hasSize(2);
                dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
                assertThat(new SampleShop(target).digests()).isEqualTo(shop.digests());
            }
        }
    }

    private static List<Path> filesIn(Path repository) throws IOException {
        try (Stream<Path> paths = Files.walk(repository)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private List<BackupInfo> whole(DbOps dbOps, String what) {
        List<BackupInfo> listed = dbOps.backups().list();
        for (BackupInfo each : listed) {
            // at a level that records nothing
            assertThat(dbOps.backups().verify(each.label(), VerifyLevel.STORED).faults())
                    .as(what)
                    .isEmpty();
        }
        return listed;
    }

    private int points(Work work, TestDatabase database, Path origin) throws IOException {
        CrashingStore counter = new CrashingStore(FileSystemStore.at(copy(origin, "counted")), 0, name -> {});
        try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), counter, keys)) {
            work.on(dbOps);
        }
        return counter.points();
    }

    private static List<Integer> chosen(int points, Seed seed) {
        List<Integer> all = IntStream.rangeClosed(1, points).boxed().collect(Collectors.toList());
        Collections.shuffle(all, seed.random());
        return all.subList(0, Math.min(points, Seed.rounds(SAMPLE)));
    }

    /** Keys without those of the words about backups, which bear the time. */
    private static List<String> keysIn(Path repository) throws IOException {
        return FileSystemStore.at(repository).list("").stream()
                .map(ObjectInfo::key)
                .map(Object::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private Path copy(Path origin, String name) throws IOException {
        Path copy = temp.resolve(name);
        try (Stream<Path> paths = Files.walk(origin)) {
            for (Path each : paths.toList()) {
                Path to = copy.resolve(origin.relativize(each).toString());
                Files.copy(each, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }

    /** The store's own times are as old as what was written. */
    private static void age(Path repository) throws IOException {
        try (Stream<Path> paths = Files.walk(repository)) {
            for (Path each : paths.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(LONG_AGO)));
            }
        }
    }

    private Path keyFile() {
        Path file = temp.resolve("keys");
        if (!Files.exists(file)) {
            KeyFile.write(file, keys);
        }
        return file;
    }

    private DbOps dbOps(TestDatabase database, Path repository, Clock clock) {
        return DbOps.builder()
                .dataSource(database.dataSource())
                .backupsTo(FileSystemStore.at(repository))
                .backupKeys(() -> keys)
                .clock(clock)
                .build();
    }
}
