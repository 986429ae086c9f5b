package io.dbops.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a dialect knows of statements that wait for locks. A {@link io.dbops.spi.DatabaseDialect} whose statements may wait for
 * long, and keep others waiting behind them, implements it as well. Stateless, thread-safe.
 */
public interface LockWaits {

    /**
     * The statement that leaves the session's waits as they are now; empty when somebody has bound them already, which is then
     * left alone.
     */
    Optional<String> present(Connection connection) throws SQLException;

    /**
     * The statement after which the session's statements that change definitions wait no longer than that for a lock, and are
     * then refused as {@link SqlFailure#LOCK_TIMEOUT}; rounded to what the database can tell apart, and never to no bound.
     */
    String bound(Duration wait);

    /**
     * Who holds locks on those objects now, a line each for a person, as far as the database shows and this role may see: {@code
     * session 7 of user shop from 10.0.0.4, in a transaction since ...}.
     */
    List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException;
}
