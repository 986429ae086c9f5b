package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.index.MigrationIndexer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application in one jar that holds its libraries as jars, started by Spring Boot's launcher in a JVM of its own. */
final class FatJarTest {

    private static final String LOADER = "org/springframework/boot/loader/";
    private static final List<String> LIBRARIES =
            List.of("/core/", "/migration/", "/strategies/h2/", "slf4j-api", "jspecify", "/h2/2");

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void migrationsOfTheApplicationAndOfALibraryInItAreFound(boolean indexed) throws Exception {
        Path jar = temp.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes()
                    .put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
            manifest.getMainAttributes().putValue("Start-Class", Application.class.getName());
            out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            manifest.write(out);
            unpacked(out, library("spring-boot-loader"));
            for (String folder : List.of(
                    "BOOT-INF/",
                    "BOOT-INF/lib/",
                    "BOOT-INF/classes/",
                    "BOOT-INF/classes/db/",
                    "BOOT-INF/classes/db/migration/")) {
                out.putNextEntry(new ZipEntry(folder));
            }
            stored(out, "BOOT-INF/lib/shop.jar", jarOf(shop(indexed)));
            for (String each : LIBRARIES) {
                Path library = library(each);
                String name = each.replaceAll("[^a-z0-9]", "") + ".jar";
                stored(out, "BOOT-INF/lib/" + name, Files.isDirectory(library) ? jarOf(library) : library);
            }
            String main = Application.class.getName().replace('.', '/') + ".class";
            entry(out, "BOOT-INF/classes/" + main, read(main));
            entry(out, "BOOT-INF/classes/db/migration/V1__app.sql", bytes("CREATE TABLE app (id INT);"));
        }

        assertThat(started(jar)).isEqualTo("applied [1, 2, 3], then []\n");
    }

    /** The application. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) {
            DbOps db = DbOps.builder()
                    .url("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1")
                    .migrationsFrom("classpath:db/migration")
                    .build();
            List<String> first = ids(db);
            System.out.println("applied " + first + ", then " + ids(db));
        }

        private static List<String> ids(DbOps db) {
            return db.migrations().migrate().applied().stream()
                    .map(AppliedMigration::id)
                    .toList();
        }
    }

    private Path shop(boolean indexed) throws IOException {
        Path folder = temp.resolve("shop/db/migration/deep");
        Files.createDirectories(folder);
        Files.write(folder.resolve("V2__shop.sql"), bytes("CREATE TABLE shop (id INT);"));
        Files.write(folder.getParent().resolve("V3__more.sql"), bytes("INSERT INTO shop VALUES (1);"));
        if (indexed) {
            MigrationIndexer.main(new String[] {temp.resolve("shop").toString(), "db/migration"});
        }
        return temp.resolve("shop");
    }

    private static String started(Path jar) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // the logging that the application does not have says so
        return said.lines().filter(line -> !line.startsWith("SLF4J")).reduce("", (all, line) -> all + line + "\n");
    }

    private static Path library(String part) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .filter(each -> each.contains(part) && !each.contains("test-classes"))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError(part + " is not on the class path"));
    }

    private Path jarOf(Path classes) throws IOException {
        Path jar = Files.createTempFile(temp, "library", ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path each :
                    paths.filter(path -> !path.equals(classes)).sorted().toList()) {
                String name = classes.relativize(each).toString();
                if (Files.isDirectory(each)) {
                    out.putNextEntry(new ZipEntry(name + "/"));
                } else {
                    entry(out, name, Files.readAllBytes(each));
                }
            }
        }
        return jar;
    }

    /** The launcher's classes stand in the jar itself. */
    private static void unpacked(ZipOutputStream out, Path launcher) throws IOException {
        try (JarFile jar = new JarFile(launcher.toFile())) {
            for (var each : jar.stream()
                    .filter(entry -> entry.getName().startsWith(LOADER))
                    .toList()) {
                if (!each.isDirectory()) {
                    try (InputStream in = jar.getInputStream(each)) {
                        entry(out, each.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    private static void entry(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    /** As the launcher wants them: without compression. */
    private static void stored(ZipOutputStream out, String name, Path jar) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = FatJarTest.class.getClassLoader().getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
