package io.dbops.spi.sql;

import io.dbops.spi.DatabaseDialect;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * What a dialect knows about emptying schemas. A {@link DatabaseDialect} that can, implements it as well. Stateless,
 * thread-safe; both methods only read, and leave the connection as it was, in auto-commit mode.
 */
public interface SchemaCleaner {

    /**
     * The database that the connection reaches and that holds its schemas, as the server itself names it (a proxy may hide it
     * behind another name); empty where a schema is a database.
     */
    Optional<String> database(Connection connection) throws SQLException;

    /**
     * What the schemas hold, and the statements that drop it.
     *
     * @param schemas exactly as the catalogue spells them; one that is not there, or belongs to the database itself, is refused
     *     in the answer
     * @param last tables that are dropped after all others as far as their dependants allow; they may be absent
     */
    SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last) throws SQLException;
}
