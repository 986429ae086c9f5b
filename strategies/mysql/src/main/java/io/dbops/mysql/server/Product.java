package io.dbops.mysql.server;

import io.dbops.spi.sql.DatabaseIdentity;
import java.util.Locale;
import java.util.Optional;

/** The two products of the family. */
public enum Product {
    MYSQL("MySQL"),
    MARIADB("MariaDB");

    private final String title;

    Product(String title) {
        this.title = title;
    }

    /** As its makers spell it. */
    public String title() {
        return title;
    }

    /**
     * Which of the two it is, if either. The version decides before the name: Connector/J calls every server MySQL, and
     * only MariaDB's version names itself.
     */
    public static Optional<Product> of(DatabaseIdentity identity) {
        String name = identity.product().toLowerCase(Locale.ROOT);
        if (!name.equals("mysql") && !name.equals("mariadb")) {
            return Optional.empty();
        }
        boolean mariadb = name.equals("mariadb")
                || identity.version().toLowerCase(Locale.ROOT).contains("mariadb");
        return Optional.of(mariadb ? MARIADB : MYSQL);
    }
}
