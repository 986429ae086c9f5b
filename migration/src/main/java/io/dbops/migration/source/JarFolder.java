package io.dbops.migration.source;

import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** A folder in a jar, or in a jar inside a jar. */
final class JarFolder {

    private final JarFile jar;
    private final String root;
    private final String folder;

    private JarFolder(JarFile jar, String root, String folder) {
        this.jar = jar;
        this.root = root;
        this.folder = folder;
    }

    /**
     * The folder in the jar that holds the resource; empty when the resource is in no jar. The jar stays open with the scan.
     *
     * @param root the URL of the jar's root
     */
    static Optional<JarFolder> open(URL resource, String root, String folder, Scan scan) throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        return connection instanceof JarURLConnection inJar
                ? Optional.of(new JarFolder(scan.keep(inJar.getJarFile()), root, folder))
                : Optional.empty();
    }

    /** The files in the folder and in those in it, in no order, with the sizes and checksums of the jar's directory. */
    List<ListedScript> list() {
        List<ListedScript> found = new ArrayList<>();
        String prefix = folder + "/";
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            String name = entry.getName();
            if (!name.startsWith(prefix) || entry.isDirectory()) {
                continue;
            }
            String path = name.substring(prefix.length());
            if (!ListedScript.isHidden(path)) {
                String file = path.substring(path.lastIndexOf('/') + 1);
                found.add(
                        new ListedScript(path, new JarScript(jar, entry, root, file), entry.getSize(), entry.getCrc()));
            }
        }
        return found;
    }

    /** The bytes of an entry; {@code null} when there is none. */
    byte @Nullable [] bytes(String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    String root() {
        return root;
    }

    /** Read from the open jar, and by its URL when that is closed. */
    private record JarScript(JarFile jar, JarEntry entry, String root, String name) implements ScriptResource {

        @Override
        public String location() {
            return root + UrlScript.encode(entry.getName());
        }

        @Override
        public InputStream open() throws IOException {
            try {
                return jar.getInputStream(entry);
            } catch (IllegalStateException e) {
                return UrlScript.of(root, entry.getName()).open();
            }
        }
    }
}
