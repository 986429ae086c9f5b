package io.dbops.spi.sql;

import io.dbops.annotation.Experimental;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * What is known of sessions behind a pooler, which gives a client another session of the server in each transaction and keeps
 * them when the client is dead. A {@link SessionControl} whose database is met behind such poolers implements it as well.
 * Stateless, thread-safe.
 */
@Experimental
public interface PooledSessions {

    /** Whether that is the identity of a client of a pooler; it is then equal to no other, not even to one of the same client. */
    boolean isPooled(SessionIdentity session);

    /**
     * The statements that the server executes now and that may be of that client: a text for each, which is no other's and stays
     * the same until the statement ends. Statements of the observer are left out.
     */
    Set<String> running(Connection observer, SessionIdentity session) throws SQLException;

    /** A statement that sets something of a session, made to set it for the transaction that is open alone. */
    String forTransaction(String setting);
}
