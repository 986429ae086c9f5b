package io.dbops.spi.snapshot;

/**
 * One statement that defines something, in an order in which a restore can run it.
 *
 * @param phase when a restore runs it
 * @param kind what it defines, lower case: {@code schema}, {@code table}, {@code index}, {@code sequence state}
 * @param name for people and selection, such as {@code shop.orders}; may be empty
 * @param sql the statement without a terminator
 */
public record SchemaItem(Phase phase, String kind, String name, String sql) {

    /** When a definition is run. */
    public enum Phase {
        /** Before any row: schemas, types, sequences, tables without what slows loading. */
        BEFORE_DATA,
        /** After all rows: indexes, constraints, views, routines, triggers, the state of sequences. */
        AFTER_DATA
    }
}
