package io.dbops.migration.plan;

import io.dbops.migration.MigrationState;
import io.dbops.migration.history.HistoryLedger;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.source.MigrationKind;
import io.dbops.migration.source.ResolvedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What makes a history agree with its sources and with itself.
 *
 * @param replaced rows as they are to be, by their numbers
 * @param removed rows that are to go
 * @param changes the same in sentences
 */
public record HistoryRepair(List<HistoryRow> replaced, List<HistoryRow> removed, List<String> changes) {

    public HistoryRepair {
        replaced = List.copyOf(replaced);
        removed = List.copyOf(removed);
        changes = List.copyOf(changes);
    }

    /**
     * Pure but for the checksums.
     *
     * @param begun migrations of which a part may be there, whose failures are not forgotten
     */
    public static HistoryRepair of(
            HistorySnapshot history,
            List<ResolvedMigration> migrations,
            Set<String> begun,
            MigrationPlanner planner,
            Function<ResolvedMigration, String> checksum) {
        Map<String, ResolvedMigration> known =
                migrations.stream().collect(Collectors.toMap(ResolvedMigration::id, Function.identity()));
        HistoryLedger ledger = new HistoryLedger(HistorySnapshot.empty());
        List<HistoryRow> replaced = new ArrayList<>();
        List<HistoryRow> removed = new ArrayList<>();
        List<String> changes = new ArrayList<>(history.chainFaults());
        boolean broken = !changes.isEmpty();
        for (HistoryRow row : history.rows()) {
            if (row.state() == MigrationState.FAILED && !begun.contains(row.id())) {
                removed.add(row);
                changes.add("the failure of " + row.id() + " (" + row.script() + ") on " + row.startedAt()
                        + " is forgotten");
                continue;
            }
            HistoryRow now = row;
            ResolvedMigration migration = known.get(row.id());
            boolean current = history.completed(row.id()).filter(row::equals).isPresent();
            if (migration != null
                    && current
                    && migration.kind() != MigrationKind.REPEATABLE
                    && planner.changed(migration, row)) {
                String after = checksum.apply(migration);
                now = row.asInSource(ParsedScript.CHECKSUM_VERSION, after, migration.sourceDigest());
                changes.add(migration + " is taken for applied as it reads now: its checksum becomes " + after
                        + ", was " + row.checksum());
            }
            now = ledger.prepare(now);
            ledger.advance(now);
            if (!now.equals(row)) {
                replaced.add(now);
            }
        }
        if (broken) {
            changes.add("the chain is computed anew for " + replaced.size() + " rows: what they say is taken for true");
        }
        return new HistoryRepair(replaced, removed, changes);
    }
}
