package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** What a {@link RestoreSession} also implements that can restore some tables into a target that holds others. */
public interface PartialRestore {

    /** Those of the tables, as the backup names them, whose names are taken in the target; each one sentence. */
    List<String> taken(Set<QualifiedName> tables) throws SQLException;

    /** Runs a definition that a table needs, unless something of that name is there, which stays as it is; whether it was run. */
    boolean defineIfAbsent(SchemaItem item) throws SQLException;

    /**
     * Called once after the last definition: drops the foreign keys of these tables whose other table is not there, where the
     * definitions of tables hold their keys; each one sentence.
     */
    List<String> dropDanglingKeys(Set<QualifiedName> tables) throws SQLException;
}
