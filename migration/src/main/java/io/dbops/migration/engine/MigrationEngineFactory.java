package io.dbops.migration.engine;

import io.dbops.migration.Migrations;
import io.dbops.spi.EngineContext;
import io.dbops.spi.MigrationEngineProvider;
import io.dbops.spi.MigrationSettings;

/** Makes the engine; found by ServiceLoader. */
public final class MigrationEngineFactory implements MigrationEngineProvider {

    @Override
    public Migrations create(EngineContext context, MigrationSettings settings) {
        return new MigrationEngine(context, settings);
    }
}
