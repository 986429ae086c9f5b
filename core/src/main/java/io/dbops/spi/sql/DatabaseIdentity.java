package io.dbops.spi.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * Which database a connection reaches, as its driver says.
 *
 * @param product {@link DatabaseMetaData#getDatabaseProductName()}
 * @param version {@link DatabaseMetaData#getDatabaseProductVersion()}
 * @param majorVersion {@link DatabaseMetaData#getDatabaseMajorVersion()}
 * @param minorVersion {@link DatabaseMetaData#getDatabaseMinorVersion()}
 */
public record DatabaseIdentity(String product, String version, int majorVersion, int minorVersion) {

    public static DatabaseIdentity of(Connection connection) throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        return new DatabaseIdentity(
                facts.getDatabaseProductName(),
                facts.getDatabaseProductVersion(),
                facts.getDatabaseMajorVersion(),
                facts.getDatabaseMinorVersion());
    }

    @Override
    public String toString() {
        return product + " " + version;
    }
}
