package io.dbops.spi;

import io.dbops.migration.Migrations;

/** Makes the migration engine; found by ServiceLoader or registered with the builder. */
public interface MigrationEngineProvider {

    /** No I/O. */
    Migrations create(EngineContext context, MigrationSettings settings);
}
