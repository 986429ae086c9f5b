/** MySQL and MariaDB for DbOps: dialects and backup strategies. The JDBC driver is the application's. */
module io.dbops.mysql {
    requires transitive io.dbops.core;
    requires static org.jspecify;

    exports io.dbops.mysql;

    provides io.dbops.spi.DatabaseDialect with
            io.dbops.mysql.MySqlDialect,
            io.dbops.mysql.MariaDbDialect;
}
