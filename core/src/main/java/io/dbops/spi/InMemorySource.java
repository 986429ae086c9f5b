package io.dbops.spi;

import io.dbops.migration.JavaMigration;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Migrations that are given as such. */
record InMemorySource(String description, List<ScriptResource> scripts, List<JavaMigration> javaMigrations)
        implements MigrationSource {

    static MigrationSource ofScripts(Map<String, String> texts) {
        List<ScriptResource> scripts = new ArrayList<>();
        texts.forEach((name, text) -> scripts.add(new Text(fileName(name), text.getBytes(StandardCharsets.UTF_8))));
        return new InMemorySource("scripts in memory", List.copyOf(scripts), List.of());
    }

    private static String fileName(String name) {
        if (name.isBlank() || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(
                    "a script in memory has a file name without a folder, not '" + name + "'");
        }
        return name;
    }

    /** A script's bytes; nobody outside sees the array. */
    private static final class Text implements ScriptResource {
        private final String name;
        private final byte[] bytes;

        Text(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String location() {
            return "memory:" + name;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
