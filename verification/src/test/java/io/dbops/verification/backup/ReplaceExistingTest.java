package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore in place of what is there, which is kept until the new is complete. */
final class ReplaceExistingTest {

    private static final RestoreOptions REPLACING =
            RestoreOptions.builder().replaceExisting().build();

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void the_living_database_goes_back_to_a_backup_and_what_it_held_is_one_too(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                TestDatabase elsewhere = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> before = shop.digests();
            BackupInfo backup =
                    dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).backup();
            shop.execute(
                    "DELETE FROM purchase WHERE id > 100",
                    "CREATE TABLE later (x INT PRIMARY KEY)",
                    "INSERT INTO later VALUES (1)",
                    "CREATE VIEW of_later AS SELECT x FROM later");
            Map<String, String> changed = shop.digests();

            assertThat(dbOps.backups()
                            .planRestore(RecoveryTarget.latest(), database.dataSource())
                            .faults())
                    .isNotEmpty();
            RecoveryPlan plan = dbOps.backups().planRestore(RecoveryTarget.latest(), database.dataSource(), REPLACING);
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.replaces()).hasSize(1);
            RestoreReport report = dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource(), REPLACING);

            assertThat(shop.digests()).isEqualTo(before);
            assertThatThrownBy(() -> shop.execute("SELECT * FROM later")).isInstanceOf(SQLException.class);
            BackupLabel old = report.replaced().orElseThrow();
            assertThat(dbOps.backups().get(old).orElseThrow().marks().tags())
                    .containsExactly("replaced-by/" + backup.label());
            assertThat(dbOps.backups()
                            .planRestore(RecoveryTarget.latest(), elsewhere.dataSource())
                            .backup()
                            .label())
                    .isEqualTo(backup.label());
            dbOps.backups().restore(RecoveryTarget.of(old), elsewhere.dataSource());
            assertThat(new SampleShop(elsewhere).digests()).isEqualTo(changed);
            assertThat(BackupSubjects.scalar(elsewhere, "SELECT x FROM of_later"))
                    .isEqualTo("1");
            assertThat(dbOps.backups()
                            .incremental(BackupSubjects.SMALL_CHUNKS)
                            .backup()
                            .reference())
                    .contains(backup.label());
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_there_is_put_back_when_the_new_does_not_get_complete(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            BackupLabel label =
                    dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).label();
            shop.execute("DELETE FROM purchase WHERE id > 100", "CREATE TABLE later (x INT PRIMARY KEY)");
            Map<String, String> changed = shop.digests();
            flipLastRow(label);

            assertThatThrownBy(
                            () -> dbOps.backups().restore(RecoveryTarget.of(label), database.dataSource(), REPLACING))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("; what was there before is backup ")
                    .hasMessageContaining(" and was put back");

            assertThat(shop.digests()).isEqualTo(changed);
            assertThat(BackupSubjects.scalar(database, "SELECT COUNT(*) FROM later"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_16", "MYSQL_8_0"})
    void a_call_that_is_over_says_where_the_old_is(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            Map<String, String> before = shop.digests();

            assertThatThrownBy(() -> dbOps.backups()
                            .restore(
                                    RecoveryTarget.latest(),
                                    database.dataSource(),
                                    RestoreOptions.builder()
                                            .replaceExisting()
                                            .timeout(Duration.ofNanos(1))
                                            .build()))
                    .isInstanceOf(DbOpsException.class);
            assertThat(shop.digests()).isEqualTo(before);

            RestoreReport report = dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource(), REPLACING);
            assertThat(shop.digests()).isEqualTo(before);
            dbOps.backups()
                    .restore(RecoveryTarget.of(report.replaced().orElseThrow()), database.dataSource(), REPLACING);
            assertThat(shop.digests()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void nothing_is_touched_where_something_outside_needs_what_is_there(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            Map<String, String> before = shop.digests();
            shop.execute("CREATE SCHEMA outside", "CREATE VIEW outside.v AS SELECT id FROM public.purchase");

            assertThatThrownBy(() -> dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource(), REPLACING))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("nothing was touched")
                    .hasMessageContaining("outside.v");
            assertThat(shop.digests()).isEqualTo(before);
            assertThat(dbOps.backups().list()).hasSize(1);
        }
    }

    /** In the largest object, which then is as long as before and not what it was. */
    private void flipLastRow(BackupLabel label) throws IOException {
        try (Stream<Path> paths = Files.walk(temp.resolve("objects").resolve(label.value()))) {
            Path largest = paths.filter(path -> path.getFileName().toString().matches("\\d+\\..*"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length - 1] ^= 1;
            Files.write(largest, bytes);
        }
    }

    private DbOps dbOps(TestDatabase database) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp), keys);
    }
}
