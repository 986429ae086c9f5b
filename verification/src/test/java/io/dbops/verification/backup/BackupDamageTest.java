package io.dbops.verification.backup;

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
import java.util.regex.Pattern;
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
    void a_flipped_bit_in_the_first_the_last_and_any_byte_of_each_object_is_found_by_verify_and_restore_and_named(
            ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database, keys)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label = dbOps.backups().full(FEW_CHUNKS).label();
            shop.empty();
            long seed = RANDOM.nextLong();
            Random random = new Random(seed);
            List<String> flipped = new ArrayList<>();

            for (Path object : objects(label)) {
                byte[] bytes = Files.readAllBytes(object);
                for (int at : List.of(0, random.nextInt(bytes.length), bytes.length - 1)) {
                    byte[] altered = bytes.clone();
                    altered[at] ^= (byte) (1 << random.nextInt(8));
                    Files.write(object, altered);
                    found(dbOps, database, label, key(object), "byte " + at + ", seed " + seed);
                }
                Files.write(object, bytes);
                flipped.add(key(object));
            }
            assertThat(flipped)
                    .hasSizeGreaterThan(7)
                    .contains("objects/" + label + "/RECOVER.md", "objects/" + label + "/contents.json.age")
                    .hasSameElementsAs(keysOf(label));
            assertThat(dbOps.backups().verify(label, VerifyLevel.FULL).faults()).isEmpty();
            dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource());
        }
    }

    private static void found(DbOps dbOps, TestDatabase database, BackupLabel label, String key, String where) {
        String which = key + ", " + where;
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
            assertThat(refusal.code()).as(which + ": " + refusal.getMessage()).isEqualTo(ErrorCode.INTEGRITY);
            wipe(database);
        }
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

    /** All objects, as the signed manifest lists them. */
    private List<String> keysOf(BackupLabel label) throws IOException {
        String manifest = Files.readString(temp.resolve("repository/manifests/" + label + ".json"));
        return Pattern.compile("\\{\"key\":\"([^\"]+)\"")
                .matcher(manifest)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private String key(Path object) {
        return temp.resolve("repository").relativize(object).toString().replace('\\', '/');
    }

    private DbOps dbOps(TestDatabase database, BackupKeys with) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("repository")), with);
    }
}
