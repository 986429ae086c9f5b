package io.dbops.migration.history;

import io.dbops.migration.MigrationState;
import io.dbops.migration.script.Digests;
import org.jspecify.annotations.Nullable;

/**
 * One row of the history table.
 *
 * @param seq the row's number, from 1, in the order in which rows were written
 * @param id the migration
 * @param version its version
 * @param name its name
 * @param type schema, data or mixed
 * @param kind versioned, repeatable or java
 * @param script the file's name, or the class
 * @param checksumVersion the algorithm of the checksum
 * @param checksum of the parsed statements
 * @param sourceDigest of the file's bytes
 * @param state COMPLETED, FAILED, IN_PROGRESS of an undo that was begun statement by statement, ROLLED_BACK of one that is complete
 * @param statements statements run
 * @param rowsChanged rows that they changed
 * @param startedAt ISO-8601 in UTC
 * @param durationMillis how long it took
 * @param appliedBy the database user
 * @param failure what went wrong, of a failed one; of a completed one, that it was marked and not run
 * @param completed how many migrations are completed with this row
 * @param contents which ones in which form, see {@link ContentsDigest}; of the newest row that is completed or rolled back
 * @param chain digest over this row and the chain of the row before it that has one; only what is completed or rolled back has
 */
public record HistoryRow(
        int seq,
        String id,
        @Nullable String version,
        String name,
        String type,
        String kind,
        String script,
        int checksumVersion,
        String checksum,
        String sourceDigest,
        MigrationState state,
        int statements,
        long rowsChanged,
        String startedAt,
        long durationMillis,
        String appliedBy,
        @Nullable String failure,
        int completed,
        String contents,
        @Nullable String chain) {

    /** Of the first completed row's predecessor. */
    static final String CHAIN_START = "";

    public boolean isCompleted() {
        return state == MigrationState.COMPLETED;
    }

    /** Whether it changes what is applied, and so is a link of the chain. */
    public boolean isLink() {
        return isCompleted() || state == MigrationState.ROLLED_BACK;
    }

    /** What the chain of this row must be, after a link with that chain. */
    String chainAfter(String previous) {
        return Digests.ofAll(
                // what is completed is chained as it was before anything could be rolled back
                isCompleted() ? previous : state + " after " + previous,
                Integer.toString(seq),
                id,
                version == null ? "" : version,
                name,
                type,
                kind,
                script,
                Integer.toString(checksumVersion),
                checksum,
                sourceDigest,
                Integer.toString(statements),
                Long.toString(rowsChanged),
                startedAt,
                Long.toString(durationMillis),
                appliedBy,
                Integer.toString(completed),
                contents);
    }

    /** The same migration as its source reads now. */
    public HistoryRow asInSource(int nowVersion, String nowChecksum, String nowDigest) {
        return with(nowVersion, nowChecksum, nowDigest, completed, contents, chain);
    }

    /** The link of the chain after one with that chain, and what is completed with it. */
    HistoryRow linked(int nowCompleted, String nowContents, String previous) {
        HistoryRow row = with(checksumVersion, checksum, sourceDigest, nowCompleted, nowContents, null);
        return row.with(checksumVersion, checksum, sourceDigest, nowCompleted, nowContents, row.chainAfter(previous));
    }

    private HistoryRow with(
            int nowVersion,
            String nowChecksum,
            String nowDigest,
            int nowCompleted,
            String nowContents,
            @Nullable String nowChain) {
        return new HistoryRow(
                seq,
                id,
                version,
                name,
                type,
                kind,
                script,
                nowVersion,
                nowChecksum,
                nowDigest,
                state,
                statements,
                rowsChanged,
                startedAt,
                durationMillis,
                appliedBy,
                failure,
                nowCompleted,
                nowContents,
                nowChain);
    }
}
