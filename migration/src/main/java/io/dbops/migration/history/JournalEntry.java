package io.dbops.migration.history;

import io.dbops.spi.sql.SessionIdentity;

/**
 * What the journal says about one unit of a migration.
 *
 * @param migration the migration's id
 * @param direction whether it is applied or taken back
 * @param unit its index, from 0
 * @param digest of its statements
 * @param state how far it is
 * @param place script:line
 * @param session who executes it
 * @param evidence a digest of what the catalogue said before it began; empty where that decides nothing
 */
public record JournalEntry(
        String migration,
        Direction direction,
        int unit,
        String digest,
        State state,
        String place,
        SessionIdentity session,
        String evidence) {

    /** The place of the run as a whole while it drops what the schema holds. */
    static final String CLEAN = "a clean of the schema";

    /** Whether it says that a clean began. */
    public boolean isClean() {
        return place.equals(CLEAN);
    }

    /** How far a unit is. */
    public enum State {
        /** Intended, and perhaps running. */
        RUNNING,
        /** Running in a transaction, and something in it was committed: part of the work may be there. */
        PARTIAL,
        /** Completed. */
        DONE,
        /** Refused by the database; nothing of it is there. */
        FAILED
    }
}
