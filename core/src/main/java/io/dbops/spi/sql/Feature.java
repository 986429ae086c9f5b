package io.dbops.spi.sql;

/** What a database, at its version and with this connection's rights, may or may not be able to do. */
public enum Feature {
    /** DDL takes part in a transaction and is rolled back with it. */
    TRANSACTIONAL_DDL,
    /** A migration lock that the server frees when its holder's session ends. */
    SESSION_LOCK,
    /** Running sessions of the same role can be seen by others, so that a dead holder's statement can be waited for. */
    SESSION_VISIBILITY,
    /** Several connections can read one consistent snapshot. */
    SHARED_SNAPSHOT,
    /** DDL by others is kept out while a backup runs, not merely detected. */
    DDL_LOCK
}
