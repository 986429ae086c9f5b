package io.dbops.migration.execute;

import io.dbops.migration.MigrationState;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A migration and what reading it found out.
 *
 * @param migration the migration
 * @param parsed its statements, without their texts; {@code null} for a Java migration
 */
public record PlannedExecution(
        ResolvedMigration migration, @Nullable ParsedScript parsed) {

    /** Whether it is applied whole or not at all. */
    public boolean oneTransaction(Capabilities capabilities) {
        boolean able = capabilities.has(Feature.TRANSACTIONAL_DDL);
        return able && !migration.ownTransactions() && (parsed == null || !parsed.runsOutsideTransaction());
    }

    String checksum() {
        return parsed == null ? migration.sourceDigest() : parsed.checksum();
    }

    /** A history row about it; count, contents and chain are the ledger's to fill in. */
    HistoryRow row(ExecutionSession session, MigrationState state, Outcome outcome, @Nullable String failure) {
        String location = migration.location();
        String file = migration.script().map(script -> script.name()).orElse(location);
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
