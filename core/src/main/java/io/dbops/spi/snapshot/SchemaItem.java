package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;
import java.util.Optional;
import java.util.Set;

/**
 * One statement that defines something, in an order in which a restore can run it.
 *
 * @param phase when a restore runs it
 * @param kind what it defines, lower case: {@code schema}, {@code table}, {@code index}, {@code sequence state}
 * @param name such as {@code shop.orders}; may be empty; several items may have one name
 * @param sql the statement without a terminator
 * @param place whose selection brings it
 */
public record SchemaItem(Phase phase, String kind, String name, String sql, Place place) {

    /** An item of which nothing is known but what it says. */
    public SchemaItem(Phase phase, String kind, String name, String sql) {
        this(phase, kind, name, sql, Place.UNKNOWN);
    }

    /** When a definition is run. */
    public enum Phase {
        /** Before any row: schemas, types, sequences, tables without what slows loading. */
        BEFORE_DATA,
        /** After all rows: indexes, constraints, views, routines, triggers, the state of sequences. */
        AFTER_DATA
    }

    /**
     * Where an item belongs when only a part of a backup is restored.
     *
     * @param schema the schema that it lies in, or is; empty for what belongs to the whole database
     * @param table the table that it is, or is a part of; of a partition the table that is partitioned
     * @param needs names of other items without which it cannot be run
     */
    public record Place(String schema, Optional<QualifiedName> table, Set<String> needs) {

        /** Of an item that only a restore of everything brings. */
        public static final Place UNKNOWN = new Place("", Optional.empty(), Set.of());

        public Place {
            needs = Set.copyOf(needs);
        }

        /** Of what lies in a schema and is a part of no table. */
        public static Place in(String schema) {
            return new Place(schema, Optional.empty(), Set.of());
        }

        /** Of a table, or a part of it. */
        public static Place of(QualifiedName table) {
            return new Place(table.schema(), Optional.of(table), Set.of());
        }

        /** The same, which needs those. */
        public Place needing(Set<String> others) {
            return new Place(schema, table, others);
        }
    }
}
