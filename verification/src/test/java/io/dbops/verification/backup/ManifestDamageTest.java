package io.dbops.verification.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What says which backups there are, is itself not believed when it was touched. */
final class ManifestDamageTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final BackupKeys keys = KeyGenerator.generate(RANDOM);

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void a_manifest_that_is_altered_unsigned_or_of_another_writer_is_refused_and_named(ServerKind kind)
            throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label = dbOps.backups().full().label();
            shop.empty();
            Path manifest = temp.resolve("repository/manifests/" + label + ".json");
            byte[] intact = Files.readAllBytes(manifest);

            String text = new String(intact, UTF_8);
            long seed = RANDOM.nextLong();
            Random random = new Random(seed);
            int signature = text.indexOf('\n') + 1;
            for (int at : List.of(
                    0,
                    random.nextInt(signature),
                    signature + random.nextInt(intact.length - signature),
                    intact.length - 1)) {
                byte[] altered = intact.clone();
                altered[at] ^= (byte) (1 << random.nextInt(8));
                refused(dbOps, database, manifest, altered, label, "byte " + at + ", seed " + seed);
            }

            refused(
                    dbOps,
                    database,
                    manifest,
                    (text.lines().findFirst().orElseThrow() + "\n").getBytes(UTF_8),
                    label,
                    "unsigned");

            Files.write(manifest, intact);
            BackupKeys others = KeyGenerator.generate(RANDOM);
            BackupKeys mistrusting = BackupKeys.builder()
                    .identity(keys.identities().get(0))
                    .trustedWriter(others.trustedWriters().get(0))
                    .build();
            try (DbOps reader = dbOps(database, mistrusting)) {
                refused(reader, database, manifest, intact, label, "of another writer");
            }
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_flipped_bit_in_the_first_the_last_and_any_byte_of_the_repository_file_is_refused_and_named(ServerKind kind)
            throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label = dbOps.backups().full().label();
            shop.empty();
            Path file = temp.resolve("repository/repository.json");
            byte[] intact = Files.readAllBytes(file);
            long seed = RANDOM.nextLong();
            Random random = new Random(seed);

            int id = new String(intact, UTF_8).lastIndexOf('"') - 1;
            for (int at : List.of(0, random.nextInt(intact.length), id, intact.length - 1)) {
                byte[] altered = intact.clone();
                altered[at] ^= (byte) (1 << random.nextInt(8));
                refused(dbOps, database, file, altered, label, "byte " + at + ", seed " + seed);
            }
            // still an id, but not this repository's
            byte[] another = intact.clone();
            another[id] = (byte) (another[id] == '0' ? '1' : '0');
            refused(dbOps, database, file, another, label, "another id");

            Files.write(file, intact);
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
        }
    }

    /** By everything that reads it, naming the file; the target stays empty, for a later restore wants it so. */
    private void refused(DbOps dbOps, TestDatabase database, Path file, byte[] bytes, BackupLabel label, String which)
            throws IOException {
        Files.write(file, bytes);
        String key = temp.resolve("repository").relativize(file).toString().replace('\\', '/');
        integrity(() -> dbOps.backups().list(), key, which);
        integrity(() -> dbOps.backups().get(label), key, which);
        integrity(() -> dbOps.backups().restore(RecoveryTarget.of(label), database.dataSource()), key, which);
        integrity(() -> dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource()), key, which);
        for (VerifyLevel level : VerifyLevel.values()) {
            assertThat(dbOps.backups().verify(label, level).faults())
                    .as(which)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault).contains(key));
        }
    }

    @Test
    void a_manifest_in_the_middle_cannot_vanish_unseen_and_the_others_can_still_be_restored() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = dbOps(database, keys)) {
            new SampleShop(database).create();
            List<BackupLabel> labels = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                labels.add(dbOps.backups().full().label());
            }
            Path middle = temp.resolve("repository/manifests/" + labels.get(1) + ".json");
            byte[] bytes = Files.readAllBytes(middle);
            Files.delete(middle);

            integrity(() -> dbOps.backups().list(), "manifests/" + labels.get(1) + ".json is missing", "");
            assertThat(dbOps.backups().get(labels.get(2))).isPresent();
            assertThat(dbOps.backups().verify(labels.get(2), VerifyLevel.FULL).faults())
                    .isEmpty();

            Files.write(middle, bytes);
            assertThat(dbOps.backups().list()).hasSize(3);
        }
    }

    @Test
    void manifests_do_not_move_between_repositories() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = dbOps(database, keys);
                DbOps other =
                        BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("other")), keys)) {
            new SampleShop(database).create();
            other.backups().full();
            BackupLabel label = dbOps.backups().full().label();
            Files.copy(
                    temp.resolve("repository/manifests/" + label + ".json"),
                    temp.resolve("other/manifests/" + label + ".json"));
            integrity(() -> other.backups().list(), "manifests/" + label + ".json belongs to repository", "");
        }
    }

    private static void integrity(ThrowingCallable call, String naming, String which) {
        assertThatThrownBy(call)
                .as(which)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining(naming);
    }

    private DbOps dbOps(TestDatabase database, BackupKeys with) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("repository")), with);
    }
}
