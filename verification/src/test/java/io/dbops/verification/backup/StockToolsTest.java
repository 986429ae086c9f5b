package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup is recovered by what RECOVER.md says, with stock tools and nothing of DbOps. */
final class StockToolsTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(value = ServerKind.class, names = "POSTGRESQL_.*", mode = EnumSource.Mode.MATCH_ANY)
    void the_commands_of_a_backup_restore_it_with_age_zstd_and_psql(ServerKind kind) throws Exception {
        needs("age", "zstd", "psql", "sha256sum", "sh");
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            Map<String, String> before = shop.digests();
            BackupLabel label = backUp(source);

            List<String> blocks =
                    shellBlocks(Files.readString(temp.resolve("repository/objects/" + label + "/RECOVER.md")));
            assertThat(blocks).hasSize(3);
            for (String block : blocks) {
                run(target, block.replace("KEY_FILE", "'" + temp.resolve("keys") + "'"));
            }

            assertThat(new SampleShop(target).digests()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ServerKind.class, names = "POSTGRESQL_.*", mode = EnumSource.Mode.MATCH_ANY)
    void one_table_can_be_loaded_from_its_objects_alone(ServerKind kind) throws Exception {
        needs("age", "zstd", "psql", "sh");
        try (TestDatabase source = BackupSubjects.database(kind)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            String before = shop.digests().get("purchase");
            BackupLabel label = backUp(source);
            String identity = "'" + temp.resolve("keys") + "'";
            run(source, "age -d -i " + identity + " objects/" + label + "/commands.sh.age > ../commands.sh");
            shop.execute("DROP VIEW spending", "TRUNCATE TABLE purchase");

            Matcher rows = Pattern.compile("(?m)^rows '([^']+)' '(COPY .*\"purchase\".*)'$")
                    .matcher(Files.readString(temp.resolve("commands.sh")));
            int objects = 0;
            while (rows.find()) {
                run(
                        source,
                        "age -d -i " + identity + " " + rows.group(1)
                                + " | zstd -dc | psql -X -q -v ON_ERROR_STOP=1 -c '" + rows.group(2) + "'");
                objects++;
            }

            assertThat(objects).isGreaterThan(1);
            shop.execute("CREATE VIEW spending AS SELECT 1 AS nothing");
            assertThat(shop.digests().get("purchase")).isEqualTo(before);
        }
    }

    @Test
    void the_commands_of_a_backup_of_h2_restore_it_with_age_zstd_and_its_own_tool() throws Exception {
        needs("age", "zstd", "java", "sha256sum", "sh");
        try (TestDatabase source = BackupSubjects.database(ServerKind.H2);
                TestDatabase target = BackupSubjects.database(ServerKind.H2)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            Map<String, String> before = shop.digests();
            BackupLabel label = backUp(source);

            for (String block :
                    shellBlocks(Files.readString(temp.resolve("repository/objects/" + label + "/RECOVER.md")))) {
                run(target, block.replace("KEY_FILE", "'" + temp.resolve("keys") + "'"));
            }

            assertThat(new SampleShop(target).digests()).isEqualTo(before);
        }
    }

    private BackupLabel backUp(TestDatabase source) {
        KeyFile.write(temp.resolve("keys"), keys);
        try (DbOps dbOps =
                BackupSubjects.dbOps(source.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys)) {
            return dbOps.backups().full(BackupSubjects.SMALL_CHUNKS).label();
        }
    }

    private static List<String> shellBlocks(String markdown) {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("(?s)```sh\\n(.*?)```").matcher(markdown);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private void run(TestDatabase target, String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(temp.resolve("repository").toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = shell.environment();
        if (target.server().kind() == ServerKind.H2) {
            environment.put(
                    "H2_JAR",
                    Path.of(Driver.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                            .toString());
            environment.put("H2_URL", target.jdbcUrl());
            environment.put("H2_USER", target.user());
            environment.put("H2_PASSWORD", target.password());
        } else {
            URI server = URI.create(target.jdbcUrl().substring("jdbc:".length()));
            environment.put("PGHOST", server.getHost());
            environment.put("PGPORT", String.valueOf(server.getPort()));
            environment.put("PGDATABASE", target.name());
            environment.put("PGUSER", target.user());
            environment.put("PGPASSWORD", target.password());
        }
        Process process = shell.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(commands + "\n" + output).isZero();
    }

    private static void needs(String... tools) {
        for (String tool : tools) {
            boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            assumeTrue(there, "the tool '" + tool + "' is not installed");
        }
    }
}
