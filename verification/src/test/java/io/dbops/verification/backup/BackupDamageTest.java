package io.dbops.verification.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.ByteSize;
import io.dbops.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BackupDamageTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Enough for tables of one and of several chunks: each object costs a restore on each database. */
    private static final BackupOptions FEW_CHUNKS =
            BackupOptions.builder().chunkSize(ByteSize.ofKiB(256)).build();

    private final BackupKeys keys = KeyGenerator.generate(RANDOM);

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void one_flipped_bit_in_any_object_is_found_by_verify_and_by_restore_and_named(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label = dbOps.backups().full(FEW_CHUNKS).label();
            shop.empty();
            long seed = RANDOM.nextLong();
            Random random = new Random(seed);

            for (Path object : objects(label)) {
                String key = key(object);
                byte[] bytes = Files.readAllBytes(object);
                byte[] altered = bytes.clone();
                altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(object, altered);

                String which = key + ", seed " + seed;
                for (VerifyLevel level : List.of(VerifyLevel.STORED, VerifyLevel.FULL)) {
                    assertThat(dbOps.backups().verify(label, level).faults())
                            .as(which)
                            .singleElement()
                            .satisfies(fault -> assertThat(fault).contains(key));
                }
                if (restoreReads(key)) {
                    DbOpsException refusal = catchThrowableOfType(DbOpsException.class, () -> dbOps.backups()
                            .restore(RecoveryTarget.latest(), database.dataSource()));
                    assertThat(refusal).as(which).hasMessageContaining(key);
                    assertThat(refusal.code())
                            .as(which + ": " + refusal.getMessage())
                            .isEqualTo(ErrorCode.INTEGRITY);
                    wipe(database);
                }
                Files.write(object, bytes);
            }
            assertThat(dbOps.backups().verify(label, VerifyLevel.FULL).faults()).isEmpty();
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
        }
    }

    @Test
    void a_manifest_that_is_altered_unsigned_or_of_another_writer_is_refused_and_named() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = dbOps(database, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label = dbOps.backups().full().label();
            shop.empty();
            Path manifest = temp.resolve("repository/manifests/" + label + ".json");
            byte[] intact = Files.readAllBytes(manifest);

            byte[] altered = intact.clone();
            altered[intact.length / 3] ^= 1;
            refused(dbOps, database, manifest, altered, label);

            String text = new String(intact, UTF_8);
            refused(dbOps, database, manifest, (text.lines().findFirst().orElseThrow() + "\n").getBytes(UTF_8), label);

            Files.write(manifest, intact);
            BackupKeys others = KeyGenerator.generate(RANDOM);
            BackupKeys mistrusting = BackupKeys.builder()
                    .identity(keys.identities().get(0))
                    .trustedWriter(others.trustedWriters().get(0))
                    .build();
            try (DbOps reader = dbOps(database, mistrusting)) {
                refused(reader, database, manifest, intact, label);
            }
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
        }
    }

    private static void refused(DbOps dbOps, TestDatabase database, Path manifest, byte[] bytes, BackupLabel label)
            throws IOException {
        Files.write(manifest, bytes);
        String key = "manifests/" + label + ".json";
        integrity(() -> dbOps.backups().list(), key);
        integrity(() -> dbOps.backups().get(label), key);
        integrity(() -> dbOps.backups().restore(RecoveryTarget.of(label), database.dataSource()), key);
        integrity(() -> dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource()), key);
        assertThat(dbOps.backups().verify(label, VerifyLevel.QUICK).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains(key));
    }

    @Test
    void a_missing_or_cut_object_is_found_even_by_the_quick_level_and_refused_before_the_target_is_touched()
            throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = dbOps(database, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label =
                    dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).label();
            shop.empty();
            Path victim = objects(label).stream()
                    .filter(path -> path.toString().endsWith("000002.age"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(victim);

            Files.delete(victim);
            quick(dbOps, database, label, key(victim), "missing");
            Files.write(victim, java.util.Arrays.copyOf(bytes, bytes.length - 1));
            quick(dbOps, database, label, key(victim), "altered");
            // A restore that began would have made the tables: the sample can only be made where there are none.
            shop.create();
        }
    }

    private static void quick(DbOps dbOps, TestDatabase database, BackupLabel label, String key, String how) {
        for (VerifyLevel level : VerifyLevel.values()) {
            assertThat(dbOps.backups().verify(label, level).faults())
                    .as(level.name())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault).contains(key).contains(how));
        }
        integrity(() -> dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource()), key);
    }

    @Test
    void without_the_identity_or_with_another_one_only_what_needs_none_works() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label;
            try (DbOps writer = dbOps(database, KeyGenerator.withoutIdentities(keys))) {
                label = writer.backups().full().label();
                shop.empty();
                assertThat(writer.backups().list()).hasSize(1);
                assertThat(writer.backups().verify(label, VerifyLevel.STORED).faults())
                        .isEmpty();
                key(() -> writer.backups().verify(label, VerifyLevel.FULL), "identity");
                key(() -> writer.backups().restore(RecoveryTarget.latest(), database.dataSource()), "identity");
            }
            BackupKeys wrong = BackupKeys.builder()
                    .identity(KeyGenerator.generate(RANDOM).identities().get(0))
                    .trustedWriter(keys.trustedWriters().get(0))
                    .build();
            try (DbOps stranger = dbOps(database, wrong)) {
                key(() -> stranger.backups().verify(label, VerifyLevel.FULL), "contents.json.age");
                key(
                        () -> stranger.backups().restore(RecoveryTarget.latest(), database.dataSource()),
                        "contents.json.age");
            }
            BackupKeys reader = BackupKeys.builder()
                    .identity(keys.identities().get(0))
                    .trustedWriter(keys.trustedWriters().get(0))
                    .build();
            try (DbOps restorer = dbOps(database, reader)) {
                key(() -> restorer.backups().full(), "signing key");
                restorer.backups().restore(RecoveryTarget.latest(), database.dataSource());
            }
        }
    }

    @Test
    void a_writer_that_does_not_trust_itself_is_told_so_before_it_stores_anything() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2)) {
            BackupKeys odd = BackupKeys.builder()
                    .signingKey(Secret.of(java.util.Base64.getEncoder().encodeToString(new byte[32])))
                    .trustedWriter(keys.trustedWriters().get(0))
                    .build();
            try (DbOps dbOps = dbOps(database, odd)) {
                key(() -> dbOps.backups().full(), "trusted writer");
            }
            assertThat(temp.resolve("repository")).doesNotExist();
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

            integrity(() -> dbOps.backups().list(), "manifests/" + labels.get(1) + ".json is missing");
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
            integrity(() -> other.backups().list(), "manifests/" + label + ".json belongs to repository");
        }
    }

    /** What a restore needs; the two texts for people are proven by verify alone. */
    private static boolean restoreReads(String key) {
        return !key.endsWith("RECOVER.md") && !key.endsWith("commands.sh.age");
    }

    /** After a failed restore, in whatever state it is. */
    private static void wipe(TestDatabase database) {
        SampleShop shop = new SampleShop(database);
        for (String sql :
                List.of("DROP VIEW spending", "DROP TABLE nothing", "DROP TABLE purchase", "DROP TABLE customer")) {
            try {
                shop.execute(sql);
            } catch (java.sql.SQLException notThere) {
                continue;
            }
        }
    }

    private static void integrity(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String naming) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining(naming);
    }

    private static void key(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String naming) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY))
                .hasMessageContaining(naming);
    }

    private List<Path> objects(BackupLabel label) throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("repository/objects/" + label))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String key(Path object) {
        return temp.resolve("repository").relativize(object).toString().replace('\\', '/');
    }

    private DbOps dbOps(TestDatabase database, BackupKeys with) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("repository")), with);
    }
}
