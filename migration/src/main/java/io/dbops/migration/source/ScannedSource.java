package io.dbops.migration.source;

import io.dbops.migration.JavaMigration;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.util.List;

/** A place that is looked at anew in every call. */
interface ScannedSource extends MigrationSource {

    /** Finds what is there; a place that is missing or cannot be listed is a {@code MIGRATION_INVALID}. */
    Scan scan();

    @Override
    default List<ScriptResource> scripts() {
        try (Scan scan = scan()) {
            return scan.scripts().stream().map(FoundScript::script).toList();
        }
    }

    @Override
    default List<JavaMigration> javaMigrations() {
        return List.of();
    }
}
