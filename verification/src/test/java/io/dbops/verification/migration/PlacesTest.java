package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.index.MigrationIndexer;
import io.dbops.migration.set.MigrationEntry;
import io.dbops.migration.set.MigrationSet;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations in folders, jars, modules, with and without an index that was made when they were built. */
final class PlacesTest {

    private static final Map<String, String> SCRIPTS = Map.of(
            "db/migration/V1__a.sql", "CREATE TABLE a (id INT);",
            "db/migration/deep/V2__b.sql", "-- dependencies: [\"1\"]\nCREATE TABLE b (id INT);");

    @TempDir
    Path temp;

    private Path classes() throws IOException {
        Path classes = temp.resolve("classes with blank");
        for (Map.Entry<String, String> each : SCRIPTS.entrySet()) {
            Path file = classes.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.getValue());
        }
        return classes;
    }

    private Path jar(Path classes, boolean directories) throws IOException {
        Path jar = temp.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                var paths = Files.walk(classes)) {
            Map<String, Path> entries = new TreeMap<>();
            paths.filter(path -> !path.equals(classes))
                    .forEach(path -> entries.put(
                            classes.relativize(path).toString() + (Files.isDirectory(path) ? "/" : ""), path));
            out.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
            out.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.US_ASCII));
            for (Map.Entry<String, Path> each : entries.entrySet()) {
                boolean directory = each.getKey().endsWith("/");
                if (directory ? directories : !each.getKey().equals("META-INF/MANIFEST.MF")) {
                    out.putNextEntry(new JarEntry(each.getKey()));
                    if (!directory) {
                        out.write(Files.readAllBytes(each.getValue()));
                    }
                }
            }
        }
        return jar;
    }

    private static List<String> applied(ClassLoader loader) throws Exception {
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom("classpath:db/migration")
                    .classLoader(loader)
                    .build();
            List<String> ids = db.migrations().migrate().applied().stream()
                    .map(AppliedMigration::id)
                    .toList();
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().applied()).isEmpty();
            return ids;
        }
    }

    private static URLClassLoader loader(Path place) throws IOException {
        return new URLClassLoader(new URL[] {place.toUri().toURL()}, null);
    }

    @Test
    void aFolderAndAJarWithAndWithoutEntriesForItsFolders() throws Exception {
        Path classes = classes();
        try (URLClassLoader folder = loader(classes)) {
            assertThat(applied(folder)).containsExactly("1", "2");
        }
        for (boolean directories : List.of(true, false)) {
            try (URLClassLoader jar = loader(jar(classes, directories))) {
                assertThat(applied(jar)).containsExactly("1", "2");
            }
        }
    }

    @Test
    void anIndexGivesTheSameAndTheSameScriptsGiveTheSameIndex() throws Exception {
        Path classes = classes();
        Path index = MigrationIndexer.write(classes, "db/migration");
        byte[] bytes = Files.readAllBytes(index);
        assertThat(MigrationIndexer.write(classes, "db/migration")).hasBinaryContent(bytes);
        try (URLClassLoader folder = loader(classes)) {
            assertThat(applied(folder)).containsExactly("1", "2");
        }
        try (URLClassLoader jar = loader(jar(classes, true))) {
            assertThat(applied(jar)).containsExactly("1", "2");
        }
    }

    @Test
    void aJarThatDiffersFromItsIndexIsNoticedAndTheFilesCount() throws Exception {
        Path classes = classes();
        MigrationIndexer.write(classes, "db/migration");
        Files.writeString(classes.resolve("db/migration/V1__a.sql"), "CREATE TABLE other (id INT);");
        Files.writeString(classes.resolve("db/migration/V3__added.sql"), "CREATE TABLE c (id INT);");
        Files.delete(classes.resolve("db/migration/deep/V2__b.sql"));
        try (URLClassLoader jar = loader(jar(classes, true));
                TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom("classpath:db/migration")
                    .classLoader(jar)
                    .build();
            assertThat(db.migrations().planMigrate().warnings()).anySatisfy(warning -> assertThat(warning)
                    .contains("added V3__added.sql", "changed V1__a.sql", "deleted deep/V2__b.sql"));
            assertThat(db.migrations().migrate().applied())
                    .extracting(AppliedMigration::id)
                    .containsExactly("1", "3");
            assertThat(Databases.query(database.dataSource(), "SELECT COUNT(*) FROM other"))
                    .isEqualTo("0");
            assertThat(db.migrations().validate().faults())
                    .singleElement()
                    .asString()
                    .contains("stale");
        }
    }

    @Test
    void aDamagedIndexIsNoticed() throws Exception {
        Path classes = classes();
        Path index = MigrationIndexer.write(classes, "db/migration");
        Files.writeString(index, Files.readString(index).replace("V1__a.sql", "../../V1__a.sql"));
        try (URLClassLoader folder = loader(classes)) {
            assertThat(MigrationSet.builder()
                            .classLoader(folder)
                            .from("classpath:db/migration")
                            .build()
                            .check()
                            .faults())
                    .singleElement()
                    .asString()
                    .contains("index");
        }
    }

    @Test
    void whatCannotBeIndexedIsNamed() throws Exception {
        Path classes = classes();
        Files.writeString(classes.resolve("db/migration/users.sql"), "SELECT 1;");
        assertThatThrownBy(() -> MigrationIndexer.write(classes, "db/migration"))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("users.sql");
        assertThatThrownBy(() -> MigrationIndexer.write(classes, "../etc"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MigrationIndexer.write(classes, "db/none"))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("db/none");
        assertThatThrownBy(() -> MigrationIndexer.main("target/classes")).hasMessageContaining("usage:");
    }

    @Test
    void aNamedModulesFolderIsReadThroughAClassOfItEncapsulatedOrNot() throws Exception {
        Path classes = classes();
        Path sources = temp.resolve("sources");
        Files.createDirectories(sources.resolve("shop"));
        Files.writeString(sources.resolve("module-info.java"), "module shop { exports shop; }");
        Files.writeString(sources.resolve("shop/Anchor.java"), "package shop; public final class Anchor {}");
        int rc = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("shop/Anchor.java").toString());
        assertThat(rc).isZero();
        for (Path place : List.of(classes, jar(classes, true))) {
            Configuration configuration = ModuleLayer.boot()
                    .configuration()
                    .resolve(ModuleFinder.of(place), ModuleFinder.of(), Set.of("shop"));
            ModuleLayer layer =
                    ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
            // no class of the jar is loaded: the loader of a layer keeps its jar open for as long as the JVM runs
            MigrationSet.Builder set = place.equals(classes)
                    ? MigrationSet.builder()
                            .from(
                                    "classpath:db/migration",
                                    layer.findLoader("shop").loadClass("shop.Anchor"))
                    : MigrationSet.builder()
                            .from(
                                    "classpath:db/migration",
                                    layer.findModule("shop").orElseThrow());
            List<MigrationEntry> order = set.build().order();
            assertThat(order).extracting(MigrationEntry::id).containsExactly("1", "2");
            assertThat(order.get(0).location()).matches("(module:shop|jar:file:.*app\\.jar!)/db/migration/V1__a\\.sql");
        }
    }
}
