package io.dbops.spi.snapshot;

import java.sql.SQLException;
import java.util.List;

/** What a {@link RestoreSession} also implements that can tell beforehand what definitions need and the target lacks. */
public interface DefinitionPreflight {

    /**
     * Roles, extensions and the like that these definitions name and the target does not have, or that this user may not
     * name; changes nothing. What cannot be found out is not reported.
     *
     * @param definitions all of a backup, in order
     * @return each one sentence that names what is missing and one object that needs it
     */
    List<String> missing(List<SchemaItem> definitions) throws SQLException;
}
