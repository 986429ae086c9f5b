package io.dbops.migration.execute;

import io.dbops.migration.CallbackMoment;
import io.dbops.migration.MigrationState;
import io.dbops.migration.history.Direction;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.source.MigrationScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A migration to be applied or taken back, or a callback, and what reading it found out.
 *
 * @param migration the migration
 * @param direction whether it is applied or taken back
 * @param script what is run; {@code null} for a Java migration
 * @param parsed its statements, without their texts; {@code null} for a Java migration
 */
public record PlannedExecution(
        ResolvedMigration migration,
        Direction direction,
        @Nullable MigrationScript script,
        @Nullable ParsedScript parsed) {

    /** Whether it is done whole or not at all. */
    public boolean oneTransaction(Capabilities capabilities) {
        boolean able = capabilities.has(Feature.TRANSACTIONAL_DDL);
        return (able || (parsed != null && parsed.isUndoneByRollback()))
                && (script == null || !script.ownTransactions())
                && (parsed == null || !parsed.runsOutsideTransaction());
    }

    /** The file that is run, or the class. */
    public String location() {
        return script == null ? migration.location() : script.resource().location();
    }

    public String id() {
        return migration.id();
    }

    /** Whether it is called around migrations, and recorded nowhere. */
    public boolean isCallback() {
        return migration.moment().isPresent();
    }

    /** Whether it takes something back, or is called around what does. */
    boolean isOfUndo() {
        return direction == Direction.DOWN
                || migration.moment().filter(CallbackMoment::isOfUndo).isPresent();
    }

    /** Whether the settings that it changes are those of the migration behind it. */
    public boolean settlesSession() {
        return migration
                .moment()
                .filter(moment ->
                        moment == CallbackMoment.BEFORE_EACH_MIGRATE || moment == CallbackMoment.BEFORE_EACH_UNDO)
                .isPresent();
    }

    /** Whether it may leave the session with other settings. */
    public boolean changesSession() {
        return parsed == null || !parsed.keepsSession();
    }

    /** What it is, for messages. */
    public String what() {
        return isCallback()
                ? "callback " + id()
                : (direction == Direction.UP ? "migration " : "undo of migration ") + id();
    }

    /** What to do once what is wrong is mended. */
    String again() {
        return isOfUndo() ? "undo again" : "migrate again";
    }

    /** A place in the script. */
    String place(int line) {
        return (script == null ? location() : script.resource().name()) + ":" + line;
    }

    MigrationState success() {
        return direction == Direction.UP ? MigrationState.COMPLETED : MigrationState.ROLLED_BACK;
    }

    String checksum() {
        return parsed == null ? migration.sourceDigest() : parsed.checksum();
    }

    @Override
    public String toString() {
        return (direction == Direction.UP ? "" : "undo of ") + id() + " (" + location() + ")";
    }

    /** A history row about it; count, contents and chain are the ledger's to fill in. */
    HistoryRow row(ExecutionSession session, MigrationState state, Outcome outcome, @Nullable String failure) {
        String file = script == null ? location() : script.resource().name();
        return new HistoryRow(
                session.ledger().nextSeq(),
                migration.id(),
                migration.version().map(Object::toString).orElse(null),
                limited(migration.name()),
                migration.type().name(),
                migration.kind().name(),
                limited(file),
                ParsedScript.CHECKSUM_VERSION,
                checksum(),
                migration.sourceDigest(),
                state,
                outcome.statements(),
                outcome.rows(),
                outcome.startedAt(),
                outcome.millis(),
                limited(session.user()),
                failure,
                0,
                "-",
                null);
    }

    private static String limited(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200);
    }

    /**
     * How it went.
     *
     * @param statements run in this run
     * @param rows that they changed
     * @param startedAt ISO-8601 in UTC
     * @param millis how long it took
     */
    record Outcome(int statements, long rows, String startedAt, long millis) {}
}
