package io.dbops.testkit;

import io.dbops.testkit.FaultyStore.Operation;
import java.util.EnumSet;
import java.util.Set;

/**
 * One way in which a call to a store goes wrong.
 *
 * @param kind what happens
 * @param at the byte, or for a listing the entry, at which it happens; 0 where the kind has no place
 */
public record StoreFault(Kind kind, long at) {

    public StoreFault {
        if (at < 0) {
            throw new IllegalArgumentException("a fault lies at 0 or later, not at " + at);
        }
    }

    /** The call fails with code {@code STORE} and nothing was done. */
    public static StoreFault refuse() {
        return new StoreFault(Kind.REFUSE, 0);
    }

    /** The call is carried out and then fails with code {@code STORE}, as when the answer is lost on its way. */
    public static StoreFault loseAnswer() {
        return new StoreFault(Kind.LOSE_ANSWER, 0);
    }

    /** This call and every later one, of any operation, fails with code {@code STORE}, until {@link FaultyStore#heal}. */
    public static StoreFault outage() {
        return new StoreFault(Kind.OUTAGE, 0);
    }

    /** The stream fails with code {@code STORE} once that many bytes have passed. */
    public static StoreFault breakAt(long bytes) {
        return new StoreFault(Kind.BREAK, bytes);
    }

    /** What follows that many bytes, or in a listing that many entries, is silently lost. */
    public static StoreFault truncateAt(long at) {
        return new StoreFault(Kind.TRUNCATE, at);
    }

    /** The lowest bit of the byte at that offset, counted from 0, is silently inverted. */
    public static StoreFault flipBitAt(long offset) {
        return new StoreFault(Kind.FLIP_BIT, offset);
    }

    /** Whether it can happen to that operation. */
    public boolean fits(Operation operation) {
        return kind.operations.contains(operation);
    }

    /** What happens to the call. */
    public enum Kind {
        REFUSE(EnumSet.allOf(Operation.class)),
        LOSE_ANSWER(EnumSet.of(Operation.PUT, Operation.DELETE)),
        OUTAGE(EnumSet.allOf(Operation.class)),
        BREAK(EnumSet.of(Operation.PUT, Operation.GET)),
        TRUNCATE(EnumSet.of(Operation.PUT, Operation.GET, Operation.LIST)),
        FLIP_BIT(EnumSet.of(Operation.PUT, Operation.GET));

        private final Set<Operation> operations;

        Kind(Set<Operation> operations) {
            this.operations = operations;
        }
    }
}
