package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ScriptResource;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts of a folder in a named module, encapsulated or not; no class loader shows them. */
final class ModuleSource implements ScannedSource {

    private final Module module;
    private final String folder;
    private final String index;

    ModuleSource(Module module, String folder) {
        this.module = module;
        this.folder = folder;
        this.index = MigrationIndex.resourceFor(folder);
    }

    @Override
    public String description() {
        return "module:" + module.getName() + "/" + folder;
    }

    @Override
    public Scan scan() {
        Scan scan = new Scan();
        try {
            ModuleReference reference = reference();
            Optional<Path> jar = reference
                    .location()
                    .filter(place -> "file".equals(place.getScheme()))
                    .map(Path::of)
                    .filter(Files::isRegularFile);
            if (jar.isPresent()) {
                inJar(jar.get().toUri(), scan);
            } else {
                inReader(reference, scan);
            }
            return scan;
        } catch (IOException e) {
            scan.close();
            throw Locations.unreadable(description(), e);
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
    }

    private ModuleReference reference() {
        return Optional.ofNullable(module.getLayer())
                .flatMap(layer -> layer.configuration().findModule(module.getName()))
                .orElseThrow(() -> DbOpsException.of(
                                ErrorCode.MIGRATION_INVALID,
                                description() + ": the module is in no layer that tells where it is")
                        .hint("Give a directory or scripts in memory instead.")
                        .build())
                .reference();
    }

    private void inJar(URI file, Scan scan) throws IOException {
        String root = "jar:" + file + "!/";
        JarFolder jar = JarFolder.open(URI.create(root).toURL(), root, folder, scan)
                .orElseThrow(() -> new IOException(root + " is no jar"));
        Locations.take(jar.list(), root + index, jar.bytes(index), folder, scan);
    }

    private void inReader(ModuleReference reference, Scan scan) throws IOException {
        ModuleReader reader = scan.keep(reference.open());
        String prefix = folder + "/";
        try (Stream<String> names = reader.list()) {
            List<ListedScript> files = names.filter(name -> name.startsWith(prefix) && !name.endsWith("/"))
                    .map(name -> name.substring(prefix.length()))
                    .filter(path -> !ListedScript.isHidden(path))
                    .map(path -> ListedScript.of(path, new InModule(reference, reader, prefix + path, description())))
                    .toList();
            Optional<InputStream> indexed = reader.open(index);
            boolean image = reference
                    .location()
                    .filter(place -> "jrt".equals(place.getScheme()))
                    .isPresent();
            byte[] bytes = null;
            if (indexed.isPresent()) {
                try (InputStream in = indexed.get()) {
                    bytes = in.readAllBytes();
                }
            }
            if (image || bytes == null) {
                Locations.take(files, description() + " " + index, bytes, folder, scan);
            } else {
                files.forEach(each -> scan.add(FoundScript.of(each.script())));
                scan.add(IndexedPlace.of(description() + " " + index, bytes, folder, files));
            }
        }
    }

    /** Read through the open reader, and through one of its own when that is closed. */
    private record InModule(ModuleReference reference, ModuleReader reader, String path, String module)
            implements ScriptResource {

        @Override
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public String location() {
            return module.substring(0, module.indexOf('/') + 1) + path;
        }

        @Override
        public InputStream open() throws IOException {
            try {
                return stream(reader);
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                // the reader is closed
                try (ModuleReader own = reference.open();
                        InputStream bytes = stream(own)) {
                    return new ByteArrayInputStream(bytes.readAllBytes());
                }
            }
        }

        private InputStream stream(ModuleReader some) throws IOException {
            return some.open(path).orElseThrow(() -> new FileNotFoundException(location()));
        }
    }
}
