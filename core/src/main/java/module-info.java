/** The builder, the SPI, the vocabulary and the errors of DbOps. Engines and dialects are found, never required. */
module io.dbops.core {
    requires transitive java.sql;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.dbops;
    exports io.dbops.annotation;
    exports io.dbops.error;
    exports io.dbops.value;
    exports io.dbops.json;
    exports io.dbops.migration;
    exports io.dbops.backup;
    exports io.dbops.spi;
    exports io.dbops.spi.call;
    exports io.dbops.spi.sql;
    exports io.dbops.spi.snapshot;

    uses io.dbops.spi.DatabaseDialect;
    uses io.dbops.spi.BackupStrategy;
    uses io.dbops.spi.MigrationEngineProvider;
    uses io.dbops.spi.BackupEngineProvider;
}
