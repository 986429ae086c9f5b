package io.dbops.spi.sql;

/** What can be seen of a session from another one. */
public enum SessionState {
    /** Certainly gone, with everything that it had not committed. */
    GONE,
    /** There, and waiting for its client; perhaps in a transaction. */
    IDLE,
    /** There, and executing. */
    EXECUTING,
    /** Nobody can tell from here: another server's session, or one that this role may not see. */
    UNSEEN
}
