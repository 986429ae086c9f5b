/** MySQL and MariaDB for DbOps: dialects and the snapshot backup. The JDBC driver is the application's. */
module io.dbops.mysql {
    requires transitive io.dbops.core;
    requires static org.jspecify;
    requires static mysql.connector.j;
    requires static org.mariadb.jdbc;

    exports io.dbops.mysql;
    exports io.dbops.mysql.snapshot;

    provides io.dbops.spi.DatabaseDialect with
            io.dbops.mysql.MySqlDialect,
            io.dbops.mysql.MariaDbDialect;
    provides io.dbops.spi.BackupStrategy with
            io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
}
