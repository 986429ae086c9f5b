package io.dbops.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A {@link SessionControl} that tells an idle session from one that executes, and can end the former. Optional: without it, a
 * session of a holder that lost its lock is waited for. Stateless, thread-safe.
 */
public interface SessionObserver extends SessionControl {

    /** What that session does, as seen from {@code observer}; agrees with {@link #isAlive}: only a certain death is a death. */
    SessionState state(Connection observer, SessionIdentity session) throws SQLException;

    /**
     * Asks the server to end that session, which rolls back what it had not committed. It may still be there for a moment.
     *
     * @return whether the server accepted; {@code false} where this role may not end it
     */
    boolean end(Connection observer, SessionIdentity session) throws SQLException;
}
