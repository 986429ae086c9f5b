package io.dbops.spi.snapshot;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Loads a backup into a target; used by one thread, except that each loader may have a thread of its own. */
public interface RestoreSession extends AutoCloseable {

    /**
     * Looks before anything is touched.
     *
     * @param schemas the schemas that the backup holds
     * @return what stands in the way, each one sentence that names the object: the target is not empty, a role or an
     *     extension is missing; empty when nothing does
     */
    List<String> preflight(Set<String> schemas) throws SQLException;

    /** Runs one definition; what already exists only because every database has it ({@code public}) is no error. */
    void define(SchemaItem item) throws SQLException;

    /** The most loaders that may be open at once. */
    int maxLoaders();

    TableLoader openLoader() throws SQLException;

    /** Called once after the last definition: statistics, and what else belongs to the end. */
    void finish() throws SQLException;

    @Override
    void close() throws SQLException;
}
