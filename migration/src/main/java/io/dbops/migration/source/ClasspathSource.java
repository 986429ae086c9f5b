package io.dbops.migration.source;

import io.dbops.migration.JavaMigration;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The scripts of a folder on the class path, in directories and jars. None is an error. */
final class ClasspathSource implements MigrationSource {

    private final String folder;
    private final ClassLoader loader;

    ClasspathSource(String folder, ClassLoader loader) {
        String trimmed = folder.startsWith("/") ? folder.substring(1) : folder;
        this.folder = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        this.loader = loader;
    }

    @Override
    public String description() {
        return "classpath:" + folder;
    }

    @Override
    public List<ScriptResource> scripts() {
        List<ScriptResource> scripts = new ArrayList<>();
        try {
            List<URL> places = Collections.list(loader.getResources(folder));
            for (URL place : places) {
                list(place, scripts);
            }
            if (places.isEmpty()) {
                // a jar need not hold entries for its directories, but it nearly always holds a manifest
                for (URL manifest : Collections.list(loader.getResources(JarFile.MANIFEST_NAME))) {
                    listJar(manifest, scripts);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw Locations.unreadable(description(), e);
        }
        if (scripts.isEmpty()) {
            throw Locations.missing(description(), "the class loader finds no file there");
        }
        return scripts;
    }

    private void list(URL place, List<ScriptResource> scripts) throws IOException, URISyntaxException {
        if (place.getProtocol().equals("file")) {
            Path directory = Path.of(new URI(place.toString()));
            try (Stream<Path> paths = Files.walk(directory)) {
                paths.filter(Files::isRegularFile).map(PathScript::new).forEach(scripts::add);
            }
            return;
        }
        listJar(place, scripts);
    }

    private void listJar(URL anyEntry, List<ScriptResource> scripts) throws IOException {
        URLConnection connection = anyEntry.openConnection();
        connection.setUseCaches(false);
        if (!(connection instanceof JarURLConnection jar)) {
            return;
        }
        String root = anyEntry.toString();
        root = root.substring(0, root.lastIndexOf("!/") + 2);
        try (JarFile file = jar.getJarFile()) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().startsWith(folder + "/") && !entry.isDirectory()) {
                    scripts.add(new UrlScript(
                            new URL(root + entry.getName().replace("%", "%25").replace(" ", "%20"))));
                }
            }
        }
    }

    @Override
    public List<JavaMigration> javaMigrations() {
        return List.of();
    }

    private record UrlScript(URL url) implements ScriptResource {

        @Override
        public String name() {
            String path = url.getPath();
            return path.substring(path.lastIndexOf('/') + 1).replace("%20", " ").replace("%25", "%");
        }

        @Override
        public String location() {
            return url.toString();
        }

        @Override
        public InputStream open() throws IOException {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        }
    }
}
