/** The migration engine of DbOps; reached through the vocabulary of the core, but for what needs no database. */
module io.dbops.migration.engine {
    requires transitive io.dbops.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.dbops.migration.index;
    exports io.dbops.migration.set;

    uses io.dbops.spi.DatabaseDialect;

    provides io.dbops.spi.MigrationEngineProvider with
            io.dbops.migration.engine.MigrationEngineFactory;
}
