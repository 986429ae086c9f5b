package io.dbops.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A named lock that lives with a connection and is free when that connection's session ends, however it ends. It holds no
 * snapshot that would block others. Stateless, thread-safe; each connection is used by one thread. The engine polls; no
 * method waits for the lock.
 */
public interface SessionLock {

    /**
     * Tries once, without waiting. On success the connection may be left inside a transaction that must stay open; the
     * engine uses the connection for nothing else until {@link #release}.
     */
    boolean tryAcquire(Connection connection, String name) throws SQLException;

    /** Whether this connection's session still holds the lock; asked before each migration. */
    boolean isHeld(Connection connection, String name) throws SQLException;

    /** Frees the lock that this connection holds, and ends the transaction that {@link #tryAcquire} left open. */
    void release(Connection connection, String name) throws SQLException;

    /**
     * Who holds it, for a person: {@code session 7 of user shop from 10.0.0.4, since ...}; the user, the host and the time as
     * far as this role may see them. Empty when free or not visible to this role.
     */
    Optional<String> holder(Connection connection, String name) throws SQLException;

    /** Whether the connection that holds the lock may also run migrations, when a pool has only one connection. */
    boolean sharesConnection();
}
