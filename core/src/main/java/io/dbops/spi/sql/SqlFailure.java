package io.dbops.spi.sql;

/** The classes of a database's refusals that an engine decides by. */
public enum SqlFailure {
    /** The session is gone. */
    CONNECTION_LOST,
    /** A lock was not granted in time. */
    LOCK_TIMEOUT,
    /** This transaction was chosen to end a deadlock or a serialization conflict; it may be repeated. */
    SERIALIZATION,
    /** The statement was cancelled or ran out of its time. */
    CANCELLED,
    /** The role may not. */
    PRIVILEGE,
    /** The object is already there. */
    ALREADY_EXISTS,
    /** The object is not there. */
    NOT_FOUND,
    /** Anything else. */
    OTHER
}
