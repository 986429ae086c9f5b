package io.dbops.spi;

import io.dbops.migration.JavaMigration;
import java.util.List;
import java.util.Map;

/** Where migrations come from. Called under no lock and before anything is changed; thread-safe. */
public interface MigrationSource {

    /** For messages: {@code classpath:db/migration}. */
    String description();

    /**
     * The SQL scripts, in any order; which of them is a migration is decided by name. Reads names, not contents. A place
     * that is missing or cannot be read is a {@link io.dbops.error.DbOpsException}.
     */
    List<ScriptResource> scripts();

    List<JavaMigration> javaMigrations();

    /** Scripts in memory: file names such as {@code V1__a.sql}, and their texts. The map is copied; it may be empty. */
    static MigrationSource ofScripts(Map<String, String> scripts) {
        return InMemorySource.ofScripts(scripts);
    }

    /** Migrations written in Java. */
    static MigrationSource ofJava(JavaMigration... migrations) {
        return new InMemorySource("Java migrations given as such", List.of(), List.of(migrations));
    }
}
