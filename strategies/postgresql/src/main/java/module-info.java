/** PostgreSQL for DbOps: its dialect and its backup strategies. */
module io.dbops.postgresql {
    requires transitive io.dbops.core;
    requires static transitive org.jspecify;

    exports io.dbops.postgresql;

    provides io.dbops.spi.DatabaseDialect with
            io.dbops.postgresql.PostgreSqlDialect;
}
