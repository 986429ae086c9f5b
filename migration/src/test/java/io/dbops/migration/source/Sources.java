package io.dbops.migration.source;

import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationContext;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import java.util.Arrays;
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
        return resolve(MigrationSource.ofScripts(texts));
    }

    public static List<ResolvedMigration> resolve(MigrationSource... sources) {
        MigrationSettings.Builder settings = MigrationSettings.builder();
        Arrays.stream(sources).forEach(settings::source);
        try (Definitions definitions = new MigrationResolver(settings.build()).resolve()) {
            return definitions.migrations();
        }
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
        return resolve(MigrationSource.ofJava(migration)).get(0);
    }
}
