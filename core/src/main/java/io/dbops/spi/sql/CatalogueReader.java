package io.dbops.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a dialect knows of the catalogue, so that a change of an object shows. A {@link io.dbops.spi.DatabaseDialect} whose
 * database has statements that no rollback undoes implements it as well. Stateless, thread-safe; both methods only read.
 */
public interface CatalogueReader {

    /**
     * What the catalogue says of that object. Two readings are equal exactly when no statement that a rollback does not undo
     * changed the definition between them; rows, and what a database counts for itself, are no part of it.
     */
    CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException;

    /**
     * Where the rows of that table are stored, in a word that differs once the table was emptied or built anew; empty when the
     * database does not say, or not to this role.
     */
    Optional<String> storage(Connection connection, CatalogueObject table) throws SQLException;
}
