package io.dbops.migration.source;

import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationContext;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Migrations that exist in memory. */
public final class Sources {

    private Sources() {}

    public static ResolvedMigration script(String name, String text) {
        return scripts(Map.of(name, text)).get(0);
    }

    public static List<ResolvedMigration> scripts(Map<String, String> texts) {
        List<ScriptResource> scripts = new ArrayList<>();
        texts.forEach((name, text) -> scripts.add(new Text(name, text)));
        return MigrationResolver.resolve(List.of(new InMemory(scripts, List.of())));
    }

    public static ResolvedMigration java(String id, Set<String> dependencies) {
        JavaMigration migration = new JavaMigration() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Set<String> dependencies() {
                return dependencies;
            }

            @Override
            public void up(MigrationContext context) {
                throw new UnsupportedOperationException("is only planned");
            }
        };
        return MigrationResolver.resolve(List.of(new InMemory(List.of(), List.of(migration))))
                .get(0);
    }

    private record InMemory(List<ScriptResource> scripts, List<JavaMigration> javaMigrations)
            implements MigrationSource {
        @Override
        public String description() {
            return "memory";
        }
    }

    private record Text(String name, String text) implements ScriptResource {
        @Override
        public String location() {
            return "memory/" + name;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
