/** PostgreSQL for DbOps: its dialect and its backup strategies. */
module io.dbops.postgresql {
    requires transitive io.dbops.core;
    requires static transitive org.jspecify;
    // The application brings the driver; it is reached by unwrap, by backups and for COPY in scripts.
    requires static org.postgresql.jdbc;

    exports io.dbops.postgresql;
    exports io.dbops.postgresql.snapshot;

    provides io.dbops.spi.DatabaseDialect with
            io.dbops.postgresql.PostgreSqlDialect;
    provides io.dbops.spi.BackupStrategy with
            io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
}
