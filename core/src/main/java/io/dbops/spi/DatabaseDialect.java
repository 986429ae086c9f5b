package io.dbops.spi;

import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What DbOps must know about one database product. Facts are data; the engines own control flow. Stateless and
 * thread-safe; a public no-argument constructor lets ServiceLoader make it.
 */
public interface DatabaseDialect {

    /** Short, stable, lower case: {@code postgresql}. */
    String id();

    /** Whether this dialect serves that database; pure, no I/O. Two dialects that claim one connection are an error. */
    boolean claims(DatabaseIdentity identity);

    /**
     * Finds out what this connection can do, by asking, without leaving a trace or an open transaction. One or two round
     * trips: start-up pays for them.
     */
    Capabilities probe(Connection connection) throws SQLException;

    /** How scripts for that database are spelled; pure. */
    SqlLexicon lexicon(DatabaseIdentity identity);

    HistorySql historySql();

    SessionControl sessions();

    SessionLock sessionLock();

    /**
     * Quotes one identifier so that the database reads exactly these characters.
     *
     * @throws io.dbops.error.DbOpsException with code {@code CONFIGURATION} for what the database cannot read as one: a text
     *     that is empty, or holds a NUL character, or whatever else it takes for no identifier
     */
    String quote(String identifier);

    /** Classifies by SQLState or vendor code, never by message. */
    SqlFailure classify(SQLException failure);
}
