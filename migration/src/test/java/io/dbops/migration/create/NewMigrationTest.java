package io.dbops.migration.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CreateOptions;
import io.dbops.migration.MigrationType;
import io.dbops.migration.set.MigrationEntry;
import io.dbops.migration.set.MigrationSet;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewMigrationTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T23:59:59.999Z"), ZoneId.of("Pacific/Apia"));

    @TempDir
    Path directory;

    private NewMigration creation() {
        return new NewMigration(
                MigrationSettings.builder()
                        .location(MigrationLocation.of(directory))
                        .build(),
                CLOCK);
    }

    @Test
    void aScriptHasTheTimeInUtcForItsIdAndBothSections() throws IOException {
        Path file = creation()
                .create(
                        "create users",
                        CreateOptions.sql().type(MigrationType.SCHEMA).dependsOn("a", "b\"c"));
        assertThat(file).isEqualTo(directory.resolve("20261122235959_create_users.sql"));
        assertThat(Files.readString(file)).isEqualTo("""
                -- name: create users
                -- type: schema
                -- dependencies: ["a","b\\"c"]

                -- UP


                -- DOWN

                """);
    }

    @Test
    void itsHeadersAreReadAsTheyWereWritten() {
        creation().create("first", CreateOptions.sql());
        creation().create("second \u00fc", CreateOptions.sql().dependsOn("20261122235959"));
        List<MigrationEntry> order =
                MigrationSet.builder().from(directory).build().order();
        assertThat(order).extracting(MigrationEntry::id).containsExactly("20261122235959", "20261123000000");
        assertThat(order.get(1).name()).isEqualTo("second \u00fc");
        assertThat(order.get(1).dependencies()).containsExactly("20261122235959");
    }

    @Test
    void noFileIsOverwrittenAndNoIdGivenTwice() throws Exception {
        Files.writeString(directory.resolve("V20261122235959__there.sql"), "SELECT 1;");
        NewMigration one = creation();
        NewMigration other = creation();
        List<Path> files = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> {
            Thread thread =
                    new Thread(() -> files.add((i % 2 == 0 ? one : other).create("same name", CreateOptions.sql())));
            threads.add(thread);
            thread.start();
        });
        for (Thread each : threads) {
            each.join();
        }
        Set<String> ids = new TreeSet<>();
        files.forEach(file -> ids.add(file.getFileName().toString().substring(0, 14)));
        assertThat(ids).hasSize(8).doesNotContain("20261122235959").allMatch(id -> id.startsWith("2026112300000"));
        assertThat(Files.readString(directory.resolve("V20261122235959__there.sql")))
                .isEqualTo("SELECT 1;");
        try (var left = Files.list(directory)) {
            assertThat(left).as("no draft is left").hasSize(9);
        }
    }

    @Test
    void aClassStandsInItsPackageAndSaysWhatItIs() throws IOException {
        Path file = creation().create("load users", CreateOptions.java("shop.migrations"));
        assertThat(file).isEqualTo(directory.resolve("shop/migrations/M20261122235959LoadUsers.java"));
        assertThat(Files.readString(file))
                .startsWith("package shop.migrations;\n")
                .contains("public final class M20261122235959LoadUsers implements ReversibleMigration")
                .contains("return \"20261122235959\";")
                .contains("return \"load users\";")
                .contains("MigrationType.DATA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " users", "../users", "a/b", "a.sql", "a\nb", "\u0000"})
    void aNameThatIsNoneIsRefusedAndNothingWritten(String name) throws IOException {
        assertThatThrownBy(() -> creation().create(name, CreateOptions.sql()))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whereToIsAskedForUnlessThereIsOneDirectory() {
        NewMigration nowhere = new NewMigration(
                MigrationSettings.builder()
                        .location(MigrationLocation.of("classpath:db"))
                        .build(),
                CLOCK);
        assertThatThrownBy(() -> nowhere.create("users", CreateOptions.sql()))
                .hasMessageContaining("0 directories")
                .hasMessageContaining("CreateOptions.sql().in(");
        assertThat(nowhere.create("users", CreateOptions.sql().in(directory.resolve("new"))))
                .exists();
    }
}
