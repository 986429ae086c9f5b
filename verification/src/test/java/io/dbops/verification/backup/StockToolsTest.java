package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupReport;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
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
            shop.execute("SELECT lo_from_bytea(4711, convert_to(repeat('large', 60000), 'UTF8'))");
            Map<String, String> before = shop.digests();
            BackupLabel label = backUp(source);

            List<String> blocks =
                    shellBlocks(Files.readString(temp.resolve("repository/objects/" + label + "/RECOVER.md")));
            assertThat(blocks).hasSize(3);
            for (String block : blocks) {
                run(target, block.replace("KEY_FILE", "'" + temp.resolve("keys") + "'"));
            }

            assertThat(new SampleShop(target).digests()).isEqualTo(before);
            assertThat(BackupSubjects.scalar(target, "SELECT md5(lo_get(4711))"))
                    .isEqualTo(BackupSubjects.scalar(source, "SELECT md5(lo_get(4711))"));
        }
    }

    @Test
    void age_opens_a_backup_by_our_key_file_with_a_passphrase_and_we_read_its() throws Exception {
        needs("age", "zstd", "script", "sh");
        String passphrase = "correct horse battery";
        KeyFile.write(temp.resolve("sealed"), keys, passphrase::toCharArray);
        KeyFile.write(temp.resolve("keys"), keys);
        try (TestDatabase source = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = DbOps.builder()
                        .dataSource(source.dataSource())
                        .backupsTo(FileSystemStore.at(temp.resolve("repository")))
                        .backupKeys(KeyFile.at(temp.resolve("sealed")).openedBy(passphrase::toCharArray))
                        .build()) {
            new SampleShop(source).create();
            BackupLabel label = dbOps.backups().full().label();
            assertThat(dbOps.backups().verify(label, VerifyLevel.FULL).isIntact())
                    .isTrue();

            String onTerminal = "printf '" + passphrase + "\\n" + passphrase + "\\n' | script -qec \"%s\" /dev/null";
            run(
                    source,
                    String.format(
                            onTerminal,
                            "age -d -i '" + temp.resolve("sealed") + "' -o '" + temp.resolve("opened") + "' objects/"
                                    + label + "/commands.sh.age"));
            assertThat(temp.resolve("opened")).content().startsWith("#!/bin/sh");

            run(
                    source,
                    String.format(
                                    onTerminal,
                                    "age -p -o '" + temp.resolve("theirs") + "' '" + temp.resolve("keys") + "'")
                            + "; chmod 600 '" + temp.resolve("theirs") + "'");
            assertThat(KeyFile.at(temp.resolve("theirs"))
                            .openedBy(passphrase::toCharArray)
                            .keys())
                    .usingRecursiveComparison()
                    .isEqualTo(keys);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2", mode = EnumSource.Mode.EXCLUDE)
    void objects_through_age_and_zstd_into_the_stock_client_fill_emptied_tables_with_what_they_held(ServerKind kind)
            throws Exception {
        boolean postgresql = kind.family() == Family.POSTGRESQL;
        needs("age", "zstd", postgresql ? "psql" : "mariadb", "sh");
        try (TestDatabase source = BackupSubjects.database(kind)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            Map<String, String> before = shop.digests();
            BackupLabel label = backUp(source);
            String opened = "age -d -i '" + temp.resolve("keys") + "' ";
            run(source, opened + "objects/" + label + "/commands.sh.age > ../commands.sh");
            shop.execute("DELETE FROM purchase", "DELETE FROM customer");
            assertThat(shop.digests()).isNotEqualTo(before);

            Matcher rows = Pattern.compile("(?m)^rows ('[^']+') ('.*')$")
                    .matcher(Files.readString(temp.resolve("commands.sh")));
            int objects = 0;
            while (rows.find()) {
                String into = postgresql
                        ? "psql -X -q -v ON_ERROR_STOP=1 -c "
                        : "mariadb --local-infile=1 -h $MYSQL_HOST -u $MYSQL_USER -D $MYSQL_DATABASE -e ";
                run(source, opened + rows.group(1) + " | zstd -dc | " + into + rows.group(2));
                objects++;
            }

            assertThat(objects).isGreaterThan(3);
            assertThat(shop.digests()).isEqualTo(before);
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

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void the_commands_of_a_backup_restore_it_with_age_zstd_and_the_mariadb_client(ServerKind kind) throws Exception {
        needs("age", "zstd", "mariadb", "sha256sum", "sh");
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            ClientTraps traps = new ClientTraps(source);
            traps.create();
            Map<String, String> before = shop.digests();
            List<String> trapsBefore = traps.contents();
            BackupLabel label = backUp(source);

            List<String> blocks =
                    shellBlocks(Files.readString(temp.resolve("repository/objects/" + label + "/RECOVER.md")));
            assertThat(blocks).hasSize(3);
            for (String block : blocks) {
                run(target, block.replace("KEY_FILE", "'" + temp.resolve("keys") + "'"));
            }

            assertThat(new SampleShop(target).digests()).isEqualTo(before);
            assertThat(new ClientTraps(target).contents()).isEqualTo(trapsBefore);

            String again =
                    "sed '/^definitions /d' commands.sh > again.sh; sh again.sh . '" + temp.resolve("keys") + "'";
            Finished twice = finish(target, again);
            assertThat(twice.output()).contains("not every row was taken as it is");
            assertThat(twice.code()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MARIADB_11_4"})
    void the_commands_of_an_incremental_backup_take_what_it_shares_from_where_it_is(ServerKind kind) throws Exception {
        needs("age", "zstd", "sha256sum", "sh");
        needs(kind == ServerKind.H2 ? "java" : kind.family() == Family.POSTGRESQL ? "psql" : "mariadb");
        KeyFile.write(temp.resolve("keys"), keys);
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(
                        source.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            shop.execute("UPDATE purchase SET item = 'changed' WHERE id BETWEEN 300 AND 400");
            Map<String, String> changed = shop.digests();
            BackupReport report = dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            assertThat(report.reusedChunks()).isPositive();

            for (String block : shellBlocks(
                    Files.readString(temp.resolve("repository/objects/" + report.label() + "/RECOVER.md")))) {
                run(target, block.replace("KEY_FILE", "'" + temp.resolve("keys") + "'"));
            }

            assertThat(new SampleShop(target).digests()).isEqualTo(changed);
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
        Finished finished = finish(target, commands);
        assertThat(finished.code()).as(commands + "\n" + finished.output()).isZero();
    }

    private record Finished(int code, String output) {}

    private Finished finish(TestDatabase target, String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(temp.resolve("repository").toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = shell.environment();
        Family family = target.server().kind().family();
        if (family == Family.MYSQL || family == Family.MARIADB) {
            URI server = URI.create(target.jdbcUrl().substring("jdbc:".length()));
            environment.put("MYSQL_HOST", server.getHost());
            environment.put("MYSQL_TCP_PORT", String.valueOf(server.getPort()));
            environment.put("MYSQL_DATABASE", target.name());
            environment.put("MYSQL_USER", target.user());
            environment.put("MYSQL_PWD", target.password());
            environment.put("MYSQL_CLIENT", "mariadb");
        } else if (family == Family.H2) {
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
        return new Finished(process.waitFor(), output);
    }

    private static void needs(String... tools) {
        for (String tool : tools) {
            boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            assumeTrue(there, "the tool '" + tool + "' is not installed");
        }
    }
}
