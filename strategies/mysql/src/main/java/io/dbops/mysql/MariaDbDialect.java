package io.dbops.mysql;

import io.dbops.mysql.server.Product;

/** MariaDB 10.11 and later, through MariaDB's driver or Connector/J. */
public final class MariaDbDialect extends FamilyDialect {

    public MariaDbDialect() {
        super(Product.MARIADB, "utf8mb4_nopad_bin");
    }

    @Override
    public String id() {
        return "mariadb";
    }
}
