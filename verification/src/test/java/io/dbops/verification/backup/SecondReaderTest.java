package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Compression;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.ByteSize;
import io.dbops.verification.reader.RefusedException;
import io.dbops.verification.reader.RepositoryReader;
import io.dbops.verification.reader.RepositoryReader.Rows;
import io.dbops.verification.reader.RowLoading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/formats/repository-v1.md} says is enough: a reader that was written from it restores. */
final class SecondReaderTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void a_reader_written_from_the_page_restores_full_and_incremental_backups(ServerKind kind) throws Exception {
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase first = BackupSubjects.database(kind);
                TestDatabase second = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            Map<String, String> atFull = shop.digests();
            BackupReport full = dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            shop.execute("UPDATE purchase SET item = 'changed' WHERE id BETWEEN 300 AND 400");
            Map<String, String> atIncremental = shop.digests();
            BackupReport incremental = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            assertThat(incremental.reusedChunks()).isPositive();

            restore(full, keys, first);
            restore(incremental, keys, second);

            assertThat(new SampleShop(first).digests()).isEqualTo(atFull);
            assertThat(new SampleShop(second).digests()).isEqualTo(atIncremental);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_17"})
    void it_restores_what_is_not_encrypted_and_compressed_otherwise(ServerKind kind) throws Exception {
        BackupKeys plain = BackupKeys.builder()
                .signingKey(keys.signingKey().orElseThrow())
                .trustedWriter(keys.trustedWriters().get(0))
                .build();
        for (Compression compression : Compression.values()) {
            try (TestDatabase source = BackupSubjects.database(kind);
                    TestDatabase target = BackupSubjects.database(kind);
                    DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), plain)) {
                SampleShop shop = new SampleShop(source);
                shop.create();
                BackupReport report = dbOps.backups()
                        .full(BackupOptions.builder()
                                .chunkSize(ByteSize.ofKiB(64))
                                .compression(compression)
                                .build());

                restore(report, plain, target);

                assertThat(new SampleShop(target).digests()).isEqualTo(shop.digests());
            }
        }
    }

    @Test
    void it_refuses_what_was_altered_and_who_is_not_trusted() throws Exception {
        try (TestDatabase source = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            SmallLedger.create(source.dataSource());
            BackupReport report = dbOps.backups().full();
            BackupKeys others = KeyGenerator.generate(new SecureRandom());
            assertThatThrownBy(() -> reader(report, others)).isInstanceOf(RefusedException.class);
            RepositoryReader reader = reader(report, keys);
            Path contents = temp.resolve("repository").resolve(reader.text("contents"));
            byte[] bytes = Files.readAllBytes(contents);
            bytes[bytes.length / 2] ^= 1;
            Files.write(contents, bytes);
            assertThatThrownBy(reader::rows)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("sha256");
        }
    }

    private RepositoryReader reader(BackupReport report, BackupKeys with) throws Exception {
        return new RepositoryReader(
                temp.resolve("repository"),
                report.label().toString(),
                Set.copyOf(with.trustedWriters()),
                with.identities().isEmpty() ? "" : with.identities().get(0).reveal());
    }

    private void restore(BackupReport report, BackupKeys with, TestDatabase target) throws Exception {
        Family family = target.server().kind().family();
        RepositoryReader reader = reader(report, with);
        String url = family == Family.MYSQL ? target.jdbcUrlWith("allowLoadLocalInfile", "true") : target.jdbcUrl();
        long lines = 0;
        try (Connection connection = target.dataSource(url).getConnection()) {
            if (family == Family.MYSQL || family == Family.MARIADB) {
                RowLoading.session(connection);
            }
            run(connection, reader, "before");
            for (Rows rows : reader.rows()) {
                switch (family) {
                    case POSTGRESQL -> RowLoading.copy(connection, rows);
                    case H2 -> RowLoading.inserts(connection, rows);
                    default -> RowLoading.loadData(connection, rows, temp.resolve("rows.tsv"));
                }
                lines += rows.text().length;
            }
            run(connection, reader, "after");
        }
        assertThat(lines).isPositive();
    }

    private static void run(Connection connection, RepositoryReader reader, String phase) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (String each : reader.definitions(phase)) {
                statement.execute(each);
            }
        }
    }

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }
}
