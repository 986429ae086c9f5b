package io.dbops.migration.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CallbackMoment;
import io.dbops.migration.MigrationType;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResolverTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "20261122093000_create_users.sql, 20261122093000, create users, VERSIONED",
        "V1__a_b.sql, 1, a b, VERSIONED",
        "V1.2__x.sql, 1.2, x, VERSIONED",
        "V1_2_0__x.sql, 1.2, x, VERSIONED",
        "V007__x.sql, 7, x, VERSIONED",
        "V3.sql, 3, 3, VERSIONED",
        "R__views.sql, R__views, views, REPEATABLE"
    })
    void aFileNameSaysWhatTheMigrationIs(String file, String id, String name, MigrationKind kind) {
        ResolvedMigration migration = Sources.script(file, "SELECT 1;");
        assertThat(migration.id()).isEqualTo(id);
        assertThat(migration.name()).isEqualTo(name);
        assertThat(migration.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users.sql",
                "V__x.sql",
                "V1_x.sql",
                "2026_x.sql",
                "beforeClean.sql",
                "BeforeMigrate.sql",
                "v1__x.sql",
                "V1__x.SQL"
            })
    void aFileNameThatFollowsNoRuleIsAnErrorThatNamesIt(String file) {
        assertThatThrownBy(() -> Sources.script(file, "SELECT 1;"))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining(file);
    }

    @Test
    void callbacksAreNoMigrationsAndComeInTheOrderOfTheirNames() {
        MigrationSource source = MigrationSource.ofScripts(Map.of(
                "V1__x.sql", "SELECT 1;",
                "afterMigrate__b.sql", "SELECT 1;",
                "afterMigrate.sql", "SELECT 1;",
                "afterMigrate__a.sql", "-- transaction: none\nSELECT 1;"));
        MigrationSettings settings = MigrationSettings.builder()
                .source(source)
                .callback(CallbackMoment.AFTER_MIGRATE, context -> {})
                .build();
        try (Definitions definitions = new MigrationResolver(settings).resolve()) {
            assertThat(definitions.migrations())
                    .extracting(ResolvedMigration::id)
                    .containsExactly("1");
            assertThat(definitions.callbacks().at(CallbackMoment.AFTER_MIGRATE, Optional.empty()))
                    .extracting(ResolvedMigration::id)
                    .containsExactly("afterMigrate", "afterMigrate__a", "afterMigrate__b", "afterMigrate");
            assertThat(definitions.callbacks().at(CallbackMoment.BEFORE_MIGRATE, Optional.empty()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dependencies: [\"1\"]", "tags: [\"a\"]", "phase: expand", "irreversible: never"})
    void aHeaderThatMeansNothingInACallbackIsAnError(String header) {
        Map<String, String> scripts =
                Map.of("V1__x.sql", "SELECT 1;", "afterMigrate.sql", "-- " + header + "\nSELECT 1;");
        assertThatThrownBy(() -> Sources.scripts(scripts))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("afterMigrate.sql:1");
    }

    @Test
    void anIdThatTheJournalUsesItselfIsAnError() {
        assertThatThrownBy(() -> Sources.script("20260101000000_x.sql", "-- migration_id: *\nSELECT 1;"))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("begins with no '*'");
    }

    @Test
    void filesThatAreNoSqlAndUndoScriptsAreLeftOut() {
        assertThat(Sources.scripts(Map.of("README.md", "x", "U1__x.sql", "SELECT 1;", "V1__x.sql", "SELECT 1;")))
                .extracting(ResolvedMigration::id)
                .containsExactly("1");
    }

    @Test
    void noMigrationAtAllIsAnErrorThatNamesWhereItWasLookedFor() {
        assertThatThrownBy(() -> Sources.scripts(Map.of("README.md", "x")))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_INVALID))
                .hasMessageContaining("no migration in scripts in memory");
        assertThatThrownBy(
                        () -> new MigrationResolver(MigrationSettings.builder().build()).resolve())
                .hasMessageContaining("no location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dependencie", "dependenciess", "dependencees", "dependnecies", "migration_ids", "typ"})
    void aHeaderThatIsNearlyOneIsNotIgnored(String key) {
        assertThatThrownBy(() -> Sources.script("20261122093000_x.sql", "-- name: x\n-- " + key + ": 1\nSELECT 1;"))
                .hasMessageContaining("20261122093000_x.sql:2")
                .hasMessageContaining("'" + key + "' is no header");
        assertThat(Sources.script("V1__x.sql", "-- " + key + ": 1\nSELECT 1;").id())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "todo", "author", "names_of_users"})
    void proseThatLooksLikeAHeaderIsProse(String key) {
        assertThat(Sources.script("20261122093000_x.sql", "-- " + key + ": 1\nSELECT 1;")
                        .id())
                .isEqualTo("20261122093000");
    }

    @Test
    void headerCommentsOfNativeScriptsCount() {
        ResolvedMigration migration = Sources.script("20261122093000_x.sql", """
                -- An explanation: it is prose.
                -- migration_id: users
                -- version: 1.5
                -- name: Create the users
                -- type: data
                -- dependencies: ["a", "b\\u0041\\""]
                -- transaction: none

                CREATE TABLE x (id INT);
                -- name: not a header any more
                """);
        assertThat(migration.id()).isEqualTo("users");
        assertThat(migration.version().orElseThrow()).hasToString("1.5");
        assertThat(migration.name()).isEqualTo("Create the users");
        assertThat(migration.type()).isEqualTo(MigrationType.DATA);
        assertThat(migration.dependencies()).containsExactlyInAnyOrder("a", "bA\"");
        assertThat(migration.script().orElseThrow().ownTransactions()).isTrue();
    }

    @Test
    void proseInFlywayScriptsIsNoHeaderButTransactionAndDependenciesAre() {
        ResolvedMigration migration =
                Sources.script("V1__x.sql", "-- name: somebody\n-- version: first\n-- transaction: none\nSELECT 1;");
        assertThat(migration.id()).isEqualTo("1");
        assertThat(migration.name()).isEqualTo("x");
        assertThat(migration.script().orElseThrow().ownTransactions()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- dependencies: a, b",
                "-- dependencies: [\"a\",]",
                "-- dependencies: [\"a\"] x",
                "-- dependencies: ['a']",
                "-- dependencies: [1]",
                "-- dependencies: [\"a\", \"a\"]",
                "-- transaction: never",
                "-- type: ddl",
                "-- version: one",
                "-- migration_id: ",
                "-- name: a\n-- name: b"
            })
    void aWrongHeaderIsAnErrorWithScriptAndLine(String header) {
        int line = header.contains("\n") ? 3 : 2;
        assertThatThrownBy(() -> Sources.script("20261122093000_x.sql", "\n" + header + "\nSELECT 1;"))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_INVALID))
                .hasMessageContaining("20261122093000_x.sql:" + line + ":");
    }

    @Test
    void directoriesAreReadWithWhatIsInThem() throws IOException {
        Files.createDirectories(directory.resolve("db/deep"));
        Files.writeString(directory.resolve("db/V1__a.sql"), "SELECT 1;");
        Files.writeString(directory.resolve("db/deep/V2__b.sql"), "SELECT 2;");
        assertThat(names("directory:" + directory.resolve("db"), ClassLoader.getSystemClassLoader()))
                .containsExactlyInAnyOrder("V1__a.sql", "V2__b.sql");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertThat(names("classpath:db", loader)).containsExactlyInAnyOrder("V1__a.sql", "V2__b.sql");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jarsAreReadWithAndWithoutEntriesForDirectories(boolean entries) throws IOException {
        Path jar = directory.resolve("app with blank.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            entry(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
            if (entries) {
                out.putNextEntry(new JarEntry("db/"));
            }
            entry(out, "db/V1__a.sql", "SELECT 1;");
            entry(out, "db/deep/V2__with_\u00e4.sql", "SELECT 2;");
            entry(out, "dbother/V3__c.sql", "SELECT 3;");
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            List<ScriptResource> scripts =
                    sources("classpath:db", loader).get(0).scripts();
            assertThat(scripts)
                    .extracting(ScriptResource::name)
                    .containsExactlyInAnyOrder("V1__a.sql", "V2__with_\u00e4.sql");
            for (ScriptResource script : scripts) {
                try (InputStream bytes = script.open()) {
                    assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8))
                            .startsWith("SELECT");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:no/such/folder", "directory:no/such/folder"})
    void aLocationWithoutMigrationsIsAnError(String location) {
        MigrationSettings settings = MigrationSettings.builder()
                .location(MigrationLocation.of(location))
                .build();
        assertThatThrownBy(() -> new MigrationResolver(settings).resolve())
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining(location);
    }

    private static void entry(JarOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(String location, ClassLoader loader) {
        return sources(location, loader).get(0).scripts().stream()
                .map(ScriptResource::name)
                .toList();
    }

    private static List<MigrationSource> sources(String location, ClassLoader loader) {
        return Locations.sources(MigrationSettings.builder()
                .location(MigrationLocation.of(location))
                .classLoader(loader)
                .build());
    }
}
