package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupReport;
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
import io.dbops.verification.backup.CrashingStore.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a backup that was killed has stored is not stored again by the next one, if it is what it was. */
final class LeftChunksTest {

    /** Of them, a good part is stored by then: a chunk is one put, of three points. */
    private static final int POINT = 3 * 22;

    /** The same of an incremental backup, which does not store what did not change. */
    private static final int POINT_OF_PART = 3 * 16;

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_16", "MYSQL_8_0", "MARIADB_11_4"})
    void a_full_backup_goes_on_where_one_was_killed(ServerKind kind) throws Exception {
        try (TestDatabase database = wide(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            Map<String, String> before = new SampleShop(database).digests();
            killed(Work.FULL_BY_ONE, database);
            assertThat(dbOps.backups().list()).isEmpty();
            assertThat(left("drafts/")).hasSize(1);

            BackupReport report = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);

            assertThat(report.reusedChunks()).isGreaterThanOrEqualTo(8);
            assertThat(report.backup().reference()).isEmpty();
            assertThat(left("drafts/")).isEmpty();
            restoresTo(dbOps, database, target, before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_16", "MARIADB_11_4"})
    void an_incremental_backup_goes_on_too_and_stores_what_changed_since(ServerKind kind) throws Exception {
        try (TestDatabase database = wide(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            int chunks =
                    dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).backup().objects();
            SampleShop shop = new SampleShop(database);
            shop.execute("UPDATE wide SET payload = CONCAT('!', payload)");
            killed(Work.INCREMENTAL_BY_ONE, database);
            shop.execute("UPDATE wide SET payload = 'again' WHERE id = 5");
            Map<String, String> before = shop.digests();

            BackupReport report = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);

            // all of what changed was read, and only a part of it stored
            assertThat(report.reusedChunks()).isBetween(8, chunks);
            restoresTo(dbOps, database, target, before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_16"})
    void what_was_altered_since_is_stored_again(ServerKind kind) throws Exception {
        nothingIsReused(kind, () -> {
            for (ObjectInfo each : left("objects/")) {
                if (each.key().value().matches(".*/\\d+\\.age")) {
                    flip(each);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_16"})
    void a_draft_that_was_altered_is_not_believed(ServerKind kind) throws Exception {
        nothingIsReused(kind, () -> flip(left("drafts/").get(0)));
    }

    /** What somebody does to what was left. */
    private interface Tampering {
        void run() throws IOException;
    }

    private void nothingIsReused(ServerKind kind, Tampering tampering) throws Exception {
        try (TestDatabase database = wide(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            Map<String, String> before = new SampleShop(database).digests();
            killed(Work.FULL_BY_ONE, database);
            tampering.run();

            BackupReport report = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);

            assertThat(report.reusedChunks()).isZero();
            restoresTo(dbOps, database, target, before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void what_was_left_is_collected_with_its_draft_and_what_is_shared_stays(ServerKind kind) throws Exception {
        try (TestDatabase database = wide(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            Map<String, String> before = new SampleShop(database).digests();
            killed(Work.FULL_BY_ONE, database);
            assertThat(dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).reusedChunks())
                    .isPositive();
            killed(Work.FULL_BY_ONE, database);
            age();
            RetentionPolicy last = RetentionPolicy.builder().last(1).build();
            dbOps.backups().expire(last);
            try (DbOps later = DbOps.builder()
                    .dataSource(database.dataSource())
                    .backupsTo(FileSystemStore.at(temp.resolve("repository")))
                    .backupKeys(() -> keys)
                    .clock(Clock.offset(Clock.systemUTC(), Backups.GRACE.multipliedBy(2)))
                    .build()) {
                assertThat(later.backups().expire(last).deletedObjects()).isPositive();
            }

            assertThat(left("drafts/")).isEmpty();
            int needed = dbOps.backups().list().get(0).objects();
            assertThat(left("objects/")).hasSize(needed);
            restoresTo(dbOps, database, target, before);
        }
    }

    private void killed(Work work, TestDatabase database) throws Exception {
        Path keyFile = temp.resolve("keys");
        if (!Files.exists(keyFile)) {
            KeyFile.write(keyFile, keys);
        }
        assertThat(CrashingStore.run(
                        work,
                        database,
                        temp.resolve("repository"),
                        keyFile,
                        work == Work.FULL_BY_ONE ? POINT : POINT_OF_PART))
                .isNotEmpty();
    }

    private void restoresTo(DbOps dbOps, TestDatabase source, TestDatabase target, Map<String, String> before)
            throws SQLException {
        dbOps.backups().list().forEach(each -> assertThat(
                        dbOps.backups().verify(each.label(), VerifyLevel.FULL).faults())
                .isEmpty());
        dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
        assertThat(new SampleShop(target).digests()).isEqualTo(before);
        assertThat(wideRows(target)).isEqualTo(wideRows(source));
    }

    private List<ObjectInfo> left(String prefix) throws IOException {
        return FileSystemStore.at(temp.resolve("repository")).list(prefix);
    }

    private void flip(ObjectInfo object) throws IOException {
        Path file = temp.resolve("repository").resolve(object.key().value());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** As if everything had been stored before the longest time that a backup may take, and the grace after it. */
    private void age() throws IOException {
        Instant longAgo = Instant.now().minus(Backups.GRACE.multipliedBy(2));
        try (Stream<Path> paths = Files.walk(temp.resolve("repository"))) {
            for (Path each : paths.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(longAgo));
            }
        }
    }

    /** The sample, and a table that has some fifty chunks. */
    private static TestDatabase wide(ServerKind kind) throws SQLException {
        TestDatabase database = BackupSubjects.database(kind);
        SampleShop shop = new SampleShop(database);
        shop.create();
        shop.execute("CREATE TABLE wide (id INT PRIMARY KEY, payload VARCHAR(8000))");
        Random random = new Random(7);
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO wide VALUES (?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < (kind == ServerKind.H2 ? 6000 : 2500); i++) {
                insert.setInt(1, i);
                StringBuilder text = new StringBuilder();
                random.ints(4000, 'a', 'z').forEach(c -> text.append((char) c));
                insert.setString(2, text.toString());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
        return database;
    }

    private static String wideRows(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement all = connection.prepareStatement("SELECT id, payload FROM wide ORDER BY id");
                var rows = all.executeQuery()) {
            int count = 0;
            long sum = 0;
            while (rows.next()) {
                count++;
                sum = sum * 31 + rows.getInt(1) + rows.getString(2).hashCode();
            }
            return count + " rows, " + sum;
        }
    }

    private DbOps dbOps(TestDatabase database) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys);
    }
}
