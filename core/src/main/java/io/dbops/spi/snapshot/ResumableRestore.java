package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link RestoreSession} also implements that keeps a journal in the target, so that another session can go on with a
 * restore that was killed. From {@link #begin} or {@link #resume} on, each loader notes its chunk in the transaction that loads
 * it.
 */
public interface ResumableRestore {

    /** The restore whose journal lies in the target, as {@link #begin} was told; empty when there is none. */
    Optional<String> interrupted() throws SQLException;

    /** As {@link RestoreSession#preflight}, but what an interrupted restore has made already does not stand in the way. */
    List<String> preflightResumed(Set<String> schemas) throws SQLException;

    /**
     * Makes the journal; one that an earlier restore left is dropped.
     *
     * @param restore which backup is restored, and what of it: 1 to 90 printable ASCII characters
     */
    void begin(String restore) throws SQLException;

    /** Goes on with the journal that is there. */
    void resume() throws SQLException;

    /**
     * Runs one definition, unless it was run before. One that may have been run, since nobody saw its end, is run again, and
     * may find that what it defines is there.
     *
     * @param number of the item within its phase, from 0
     */
    void define(SchemaItem item, int number) throws SQLException;

    /** Whether the journal says that the chunk is in. */
    boolean isLoaded(TableChunk chunk);

    /** Called once when every chunk is in. */
    void allLoaded() throws SQLException;

    /** Drops the journal; nothing happens where there is none. */
    void end() throws SQLException;

    /** The journal as a table of the target. */
    QualifiedName journal();
}
