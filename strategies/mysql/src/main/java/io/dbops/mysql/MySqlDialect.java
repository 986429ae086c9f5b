package io.dbops.mysql;

import io.dbops.mysql.server.Product;

/** MySQL 8.0 and later, through Connector/J or MariaDB's driver. */
public final class MySqlDialect extends FamilyDialect {

    public MySqlDialect() {
        super(Product.MYSQL, "utf8mb4_0900_bin");
    }

    @Override
    public String id() {
        return "mysql";
    }
}
