package io.dbops.migration.plan;

import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrateOptions.Policy;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.source.MigrationKind;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares sources with a history. Pure: no I/O but the checksum function that it is given. */
public final class MigrationPlanner {

    private final Function<ResolvedMigration, String> checksum;

    /**
     * A planner.
     *
     * @param checksum of a migration's statements; asked only where the source's bytes differ from what was applied
     */
    public MigrationPlanner(Function<ResolvedMigration, String> checksum) {
        this.checksum = checksum;
    }

    /**
     * What to do; wrong dependencies and duplicate ids are a {@code MIGRATION_ORDER} at once, a selection that names no migration a
     * {@code CONFIGURATION}.
     */
    public MigrationDecision plan(
            Collection<ResolvedMigration> migrations, HistorySnapshot history, MigrateOptions options) {
        List<ResolvedMigration> order =
                DependencyGraph.of(migrations, history.completedIds()).order();
        List<ResolvedMigration> pending = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (ResolvedMigration migration : order) {
            Optional<HistoryRow> row = history.completed(migration.id());
            if (row.isEmpty()) {
                pending.add(migration);
            } else if (changed(migration, row.get())) {
                if (migration.kind() == MigrationKind.REPEATABLE) {
                    pending.add(migration);
                } else {
                    faults.add(describeChange(migration, row.get()));
                }
            }
        }
        Map<String, ResolvedMigration> known =
                order.stream().collect(Collectors.toMap(ResolvedMigration::id, Function.identity()));
        history.undoBegun()
                .forEach(row -> faults.add("the undo of " + row.id() + " began on " + row.startedAt()
                        + " and did not end: undo it again (" + row.failure() + ")"));
        unknown(history, known, options.newerApplied(), faults, warnings);
        OutOfOrder.find(order, pending, history).forEach(what -> judge(options.outOfOrder(), what, faults, warnings));
        List<ResolvedMigration> selected = new Selection(options.selection(), order).from(pending, faults);
        return new MigrationDecision(selected, order.size() - pending.size(), faults, warnings);
    }

    /** Whether the migration's statements are others than those that were applied. */
    public boolean changed(ResolvedMigration migration, HistoryRow row) {
        return !row.sourceDigest().equals(migration.sourceDigest())
                && !row.checksum().equals(checksum.apply(migration));
    }

    /** One sentence about a changed migration. */
    public String describeChange(ResolvedMigration migration, HistoryRow row) {
        return migration + " was changed after it was applied on " + row.startedAt() + ": its checksum is "
                + checksum.apply(migration) + ", applied was " + row.checksum();
    }

    private static void unknown(
            HistorySnapshot history,
            Map<String, ResolvedMigration> known,
            Policy policy,
            List<String> faults,
            List<String> warnings) {
        Optional<Version> newest = newest(known.values().stream().map(ResolvedMigration::version));
        for (HistoryRow row : history.completed()) {
            if (known.containsKey(row.id())) {
                continue;
            }
            String what = "applied migration " + row.id() + " (" + row.script() + ") is in no source";
            Optional<Version> version = version(row);
            if (row.kind().equals(MigrationKind.REPEATABLE.name())) {
                warnings.add(what);
            } else if (version.isPresent()
                    && newest.isPresent()
                    && version.get().compareTo(newest.get()) < 0) {
                faults.add(what + ", though later ones are: the file was removed or renamed");
            } else {
                judge(policy, what + " and is newer than ours", faults, warnings);
            }
        }
    }

    private static void judge(Policy policy, String what, List<String> faults, List<String> warnings) {
        if (policy == Policy.FAIL) {
            faults.add(what);
        } else if (policy == Policy.WARN) {
            warnings.add(what);
        }
    }

    private static Optional<Version> newest(Stream<Optional<Version>> versions) {
        return versions.flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private static Optional<Version> version(HistoryRow row) {
        return Optional.ofNullable(row.version()).flatMap(Version::parse);
    }
}
