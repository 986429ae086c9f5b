package io.dbops.spi.sql;

import io.dbops.annotation.Experimental;
import java.sql.SQLException;

/**
 * A dialect that can tell its database's words from the values in them. Optional: implemented by a
 * {@link io.dbops.spi.DatabaseDialect} whose database repeats values or whole statements in its messages, as most do.
 * Thread-safe.
 */
@Experimental
public interface FailureText {

    /** What the database says, with every value of a row or statement left out; names of objects stay. */
    String withoutValues(SQLException failure);
}
