package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;

/**
 * The scripts of a folder on the class path, in directories, jars and jars inside jars. Where a jar has an index of the folder that
 * fits what the jar's own directory says, no script is read. An index beside a directory is left aside: nothing there tells without
 * reading whether a file was changed.
 */
final class ClasspathSource implements ScannedSource {

    private final String folder;
    private final String index;
    private final ClassLoader loader;

    ClasspathSource(String folder, ClassLoader loader) {
        this.folder = folder;
        this.index = MigrationIndex.resourceFor(folder);
        this.loader = loader;
    }

    @Override
    public String description() {
        return "classpath:" + folder;
    }

    @Override
    public Scan scan() {
        Scan scan = new Scan();
        try {
            // by root, so that an index covers the folder beside it and no other
            Map<String, URL> roots = new LinkedHashMap<>();
            for (URL place : Collections.list(loader.getResources(folder))) {
                roots.put(root(place, folder), place);
            }
            Map<String, URL> indexes = new LinkedHashMap<>();
            for (URL place : Collections.list(loader.getResources(index))) {
                indexes.put(root(place, index), place);
                roots.putIfAbsent(root(place, index), place);
            }
            if (roots.isEmpty()) {
                // a jar need not hold entries for its directories, but it nearly always holds a manifest
                for (URL manifest : Collections.list(loader.getResources(JarFile.MANIFEST_NAME))) {
                    roots.put(root(manifest, JarFile.MANIFEST_NAME), manifest);
                }
            }
            for (Map.Entry<String, URL> root : roots.entrySet()) {
                look(root.getKey(), root.getValue(), Optional.ofNullable(indexes.get(root.getKey())), scan);
            }
            return scan;
        } catch (IOException | URISyntaxException e) {
            scan.close();
            throw Locations.unreadable(description(), e);
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
    }

    private void look(String root, URL place, Optional<URL> indexed, Scan scan) throws IOException, URISyntaxException {
        if (place.getProtocol().equals("file")) {
            Path directory = Path.of(new URI(root)).resolve(folder);
            List<ListedScript> files = Files.isDirectory(directory) ? DirectoryFolder.list(directory) : List.of();
            files.forEach(each -> scan.add(FoundScript.of(each.script())));
            if (indexed.isPresent()) {
                scan.add(IndexedPlace.of(root + index, bytes(indexed.get()), folder, files));
            }
            return;
        }
        Optional<JarFolder> jar = JarFolder.open(place, root, folder, scan);
        if (jar.isPresent()) {
            Locations.take(jar.get().list(), root + index, jar.get().bytes(index), folder, scan);
        } else if (indexed.isPresent()) {
            trust(root, bytes(indexed.get()), scan);
        } else if (!place.toString().endsWith(JarFile.MANIFEST_NAME)) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_INVALID,
                            description() + ": the class loader shows it as " + place + ", which cannot be listed")
                    .hint("Add an index of the folder at build time, or give a directory.")
                    .build();
        }
    }

    /** Native images and some containers show files and no folders: the index is all there is, proven when a script is read. */
    private void trust(String root, byte[] bytes, Scan scan) {
        IndexedPlace place = IndexedPlace.unlisted(root + index, bytes, folder, path -> {
            try {
                return ListedScript.of(path, UrlScript.of(root, folder + "/" + path));
            } catch (MalformedURLException e) {
                throw new IllegalStateException("the root was a URL", e);
            }
        });
        if (place.index() == null) {
            throw DbOpsException.of(ErrorCode.MIGRATION_INVALID, "the index " + root + index + ": " + place.fault())
                    .hint("Write the index again at build time.")
                    .build();
        }
        scan.add(place);
        place.indexed().forEach(scan::add);
    }

    private static byte[] bytes(URL place) throws IOException {
        try (InputStream in = new UrlScript(place, "").open()) {
            return in.readAllBytes();
        }
    }

    /** The URL of what the folder or file stands in. */
    private static String root(URL place, String path) {
        String text = place.toString();
        int inJar = text.lastIndexOf("!/");
        if (inJar >= 0) {
            return text.substring(0, inJar + 2);
        }
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        for (String end : List.of(path, UrlScript.encode(path))) {
            if (trimmed.endsWith("/" + end)) {
                return trimmed.substring(0, trimmed.length() - end.length());
            }
        }
        return text;
    }
}
