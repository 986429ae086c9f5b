/** The migration engine of DbOps; reached through the vocabulary of the core alone. */
module io.dbops.migration.engine {
    requires io.dbops.core;
    requires org.slf4j;
    requires static org.jspecify;

    provides io.dbops.spi.MigrationEngineProvider with
            io.dbops.migration.engine.MigrationEngineFactory;
}
