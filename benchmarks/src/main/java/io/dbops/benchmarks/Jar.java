package io.dbops.benchmarks;

import io.dbops.migration.index.MigrationIndexer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The scripts in a jar, with the index that a build writes. */
final class Jar implements AutoCloseable {

    static final String FOLDER = "db/migration";

    private final URLClassLoader loader;

    private Jar(URLClassLoader loader) {
        this.loader = loader;
    }

    static Jar of(Path scripts) throws IOException {
        Path classes = scripts.resolveSibling("classes");
        Path folder = Files.createDirectories(classes.resolve(FOLDER));
        for (Path each : files(scripts)) {
            Files.copy(each, folder.resolve(each.getFileName()));
        }
        MigrationIndexer.write(classes, FOLDER);
        Path jar = scripts.resolveSibling("app.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Path each : files(classes)) {
                String name = classes.relativize(each).toString();
                out.putNextEntry(new ZipEntry(Files.isDirectory(each) ? name + "/" : name));
                if (!Files.isDirectory(each)) {
                    Files.copy(each, out);
                }
            }
        }
        return new Jar(new URLClassLoader(new URL[] {jar.toUri().toURL()}, Jar.class.getClassLoader()));
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root)).sorted().toList();
        }
    }

    ClassLoader loader() {
        return loader;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
