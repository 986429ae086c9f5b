package io.dbops.spi.sql;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * What a {@link io.dbops.spi.DatabaseDialect} implements as well when its scripts carry data behind a statement, as
 * {@code COPY ... FROM stdin} does ({@link SqlLexicon.Body#INLINE_DATA}). Stateless, thread-safe.
 */
public interface InlineData {

    /**
     * Runs the statement and gives it the data; in the transaction that is open, if one is. Memory does not grow with the
     * data. Does not close the stream; when reading it fails, the statement is undone and the failure passed on.
     *
     * @param data UTF-8, as the script spells it
     * @return how many rows were loaded
     */
    long load(Connection connection, String statement, InputStream data) throws SQLException, IOException;

    /** Ends a {@link #load} that another thread runs, as {@link java.sql.Statement#cancel} would; nothing when none runs. */
    void cancel(Connection connection) throws SQLException;

    /** The line of the data, from 1, at which the server stopped; empty when it does not say. */
    OptionalLong failedLine(SQLException failure);
}
