package io.dbops.migration.statement;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was read off one statement. Immutable. */
public final class StatementReading {

    /** What qualifies a statement. */
    public enum Trait {
        /** {@code IF EXISTS}, {@code IF NOT EXISTS}: whether it does anything depends on what is there. */
        CONDITIONAL,
        /** {@code OR REPLACE}: what was there is gone. */
        REPLACES,
        /** Of a session's temporary object. */
        TEMPORARY,
        CASCADES,
        CONCURRENTLY,
        /** An ALTER TABLE that empties the table or a part of it, or exchanges what it stores. */
        MOVES_ROWS,
        /** Something in it was not understood: there may be more to it than the changes tell. */
        INCOMPLETE
    }

    /**
     * One action of an ALTER TABLE.
     *
     * @param action CREATE, DROP or RENAME of a part
     * @param kind COLUMN, CONSTRAINT or INDEX
     * @param name of the part
     * @param newName of a part that is renamed
     */
    public record Alteration(
            ObjectChange.Action action,
            ObjectKind kind,
            ObjectName name,
            @Nullable ObjectName newName) {

        @Override
        public String toString() {
            return action + " " + kind.words() + " " + name + (newName == null ? "" : " TO " + newName);
        }
    }

    static final StatementReading NOTHING = new StatementReading(List.of(), List.of(), Set.of(Trait.INCOMPLETE));

    private final List<ObjectChange> changes;
    private final List<Alteration> alterations;
    private final Set<Trait> traits;

    StatementReading(List<ObjectChange> changes, List<Alteration> alterations, Set<Trait> traits) {
        this.changes = List.copyOf(changes);
        this.alterations = List.copyOf(alterations);
        this.traits = Collections.unmodifiableSet(new TreeSet<>(traits));
    }

    /** The objects in question, in the order in which the statement names them; empty when none was recognised. */
    public List<ObjectChange> changes() {
        return changes;
    }

    /** What an ALTER TABLE does to parts of its table; other actions make it {@link Trait#INCOMPLETE}. */
    public List<Alteration> alterations() {
        return alterations;
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    @Override
    public String toString() {
        return changes + " " + alterations + " " + traits;
    }
}
