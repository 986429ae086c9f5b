/** H2 for DbOps: its dialect and its snapshot strategy. The driver is the application's. */
module io.dbops.h2 {
    requires transitive io.dbops.core;
    requires static org.jspecify;

    exports io.dbops.h2;

    provides io.dbops.spi.DatabaseDialect with
            io.dbops.h2.H2Dialect;
    provides io.dbops.spi.BackupStrategy with
            io.dbops.h2.H2SnapshotStrategy;
}
