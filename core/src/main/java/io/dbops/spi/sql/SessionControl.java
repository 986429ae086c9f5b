package io.dbops.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a dialect knows about sessions. Stateless, thread-safe; each connection is used by one thread. */
public interface SessionControl {

    /** Who this connection is on its server. */
    SessionIdentity identify(Connection connection) throws SQLException;

    /**
     * Whether that session is still there, running a statement or not, as seen from {@code observer}.
     *
     * @return {@code true} also when it cannot be told: only a certain death is a death
     */
    boolean isAlive(Connection observer, SessionIdentity session) throws SQLException;

    /**
     * Reads the settings that migrations commonly change (schema, search path, modes, time-outs), as a text for
     * {@link #restore}. JDBC's own settings (auto-commit, isolation, read-only) are the engine's business. Variables under
     * names of the session's own are read where the database shows them.
     */
    String capture(Connection connection) throws SQLException;

    /**
     * Puts back what {@link #capture} read; outside a transaction. Variables that were set since then are gone, where a
     * database can tell them or undo them all.
     */
    void restore(Connection connection, String captured) throws SQLException;

    /** Keeps the server from ending this connection while it waits idle, in a transaction or not, with a lock. */
    void keepAlive(Connection connection) throws SQLException;

    /**
     * Statements after which the database's own client reads and runs a script in its session as it would be read and run on
     * this connection; none by default.
     */
    default List<String> clientSettings(Connection connection) throws SQLException {
        return List.of();
    }
}
