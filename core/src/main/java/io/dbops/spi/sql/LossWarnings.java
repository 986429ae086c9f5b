package io.dbops.spi.sql;

import io.dbops.annotation.Experimental;
import java.sql.SQLWarning;

/**
 * What a dialect knows of warnings. A {@link io.dbops.spi.DatabaseDialect} whose database may change, cut or leave out values
 * and only warn of it implements it as well. Stateless, thread-safe.
 */
@Experimental
public interface LossWarnings {

    /**
     * Whether the warning says that a value which the statement was to store is not there as it was given.
     *
     * @param statement that the database warned of, as it was sent
     */
    boolean tellsLoss(String statement, SQLWarning warning);
}
