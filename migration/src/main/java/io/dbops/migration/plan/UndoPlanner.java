package io.dbops.migration.plan;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.source.MigrationKind;
import io.dbops.migration.source.ResolvedMigration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Decides which applied migrations an undo takes back, and why it may not. Pure but for what it is given. */
public final class UndoPlanner {

    private final MigrationPlanner planner;
    private final Predicate<ResolvedMigration> undoable;

    /**
     * A planner.
     *
     * @param planner tells whether a migration was changed since it was applied
     * @param undoable whether a migration says how it is taken back
     */
    public UndoPlanner(MigrationPlanner planner, Predicate<ResolvedMigration> undoable) {
        this.planner = planner;
        this.undoable = undoable;
    }

    /** What to take back; a selection that names no applied migration is a {@code CONFIGURATION}. */
    public UndoDecision plan(Collection<ResolvedMigration> migrations, HistorySnapshot history, UndoOptions options) {
        Map<String, ResolvedMigration> known = new HashMap<>();
        migrations.forEach(each -> known.put(each.id(), each));
        List<HistoryRow> applied = history.completed().stream()
                .filter(row -> !row.kind().equals(MigrationKind.REPEATABLE.name()))
                .toList();
        List<HistoryRow> selected = new ArrayList<>(selected(applied, options));
        Collections.reverse(selected);
        List<String> faults = new ArrayList<>();
        List<ResolvedMigration> undone = new ArrayList<>();
        for (HistoryRow row : selected) {
            ResolvedMigration migration = known.get(row.id());
            if (migration == null) {
                faults.add("applied migration " + row.id() + " (" + row.script()
                        + ") is in no source, so nothing says how it is undone");
                continue;
            }
            undone.add(migration);
            judge(migration, row, faults);
        }
        Set<String> ids = new LinkedHashSet<>();
        selected.forEach(row -> ids.add(row.id()));
        dependents(ids, known, history, faults);
        unfinished(ids, history, faults);
        return new UndoDecision(undone, faults, warnings(selected, history, options, applied.size()));
    }

    /** In the order in which they were applied. */
    private static List<HistoryRow> selected(List<HistoryRow> applied, UndoOptions options) {
        if (options.only().isPresent()) {
            return List.of(applied.get(last(applied, options.only().get(), false, options)));
        }
        if (options.to().isPresent()) {
            return applied.subList(last(applied, options.to().get(), true, options) + 1, applied.size());
        }
        int first = applied.size() - Math.min(applied.size(), options.count().orElse(1));
        return applied.subList(first, applied.size());
    }

    private static int last(List<HistoryRow> applied, String name, boolean orVersion, UndoOptions options) {
        for (int i = applied.size() - 1; i >= 0; i--) {
            HistoryRow row = applied.get(i);
            if (row.id().equals(name) || (orVersion && name.equals(row.version()))) {
                return i;
            }
        }
        throw DbOpsException.of(
                        ErrorCode.CONFIGURATION,
                        "the selection " + options + ": " + name + " is not the id " + (orVersion ? "or version " : "")
                                + "of an applied migration that can be undone")
                .hint("Correct it; status() lists the migrations with their ids.")
                .build();
    }

    private void judge(ResolvedMigration migration, HistoryRow row, List<String> faults) {
        if (planner.changed(migration, row)) {
            faults.add(planner.describeChange(migration, row));
        }
        if (migration.irreversible().isPresent()) {
            faults.add(
                    migration + " is irreversible: " + migration.irreversible().get());
        } else if (!undoable.test(migration)) {
            faults.add(migration + " does not say how it is undone");
        }
    }

    private static void dependents(
            Set<String> undone, Map<String, ResolvedMigration> known, HistorySnapshot history, List<String> faults) {
        for (HistoryRow row : history.completed()) {
            ResolvedMigration staying = known.get(row.id());
            if (staying == null || undone.contains(row.id())) {
                continue;
            }
            for (String dependency : undone) {
                if (staying.dependencies().contains(dependency)) {
                    faults.add(staying + ", which is applied and would stay, depends on " + dependency);
                }
            }
        }
    }

    private static void unfinished(Set<String> undone, HistorySnapshot history, List<String> faults) {
        for (HistoryRow row : history.undoBegun()) {
            if (!undone.contains(row.id())) {
                faults.add("the undo of " + row.id() + " began on " + row.startedAt()
                        + " and did not end: it goes first, by only(\"" + row.id() + "\")");
            }
        }
    }

    private static List<String> warnings(
            List<HistoryRow> selected, HistorySnapshot history, UndoOptions options, int applied) {
        List<String> warnings = new ArrayList<>();
        if (options.count().orElse(0) > applied) {
            warnings.add(options.count().getAsInt() + " were to be undone, and " + applied + " are applied");
        }
        if (selected.isEmpty()) {
            return warnings;
        }
        int first = selected.get(selected.size() - 1).seq();
        history.completed().stream()
                .filter(row -> row.kind().equals(MigrationKind.REPEATABLE.name()) && row.seq() > first)
                .forEach(row -> warnings.add("repeatable migration " + row.id() + " stays as it is"));
        return warnings;
    }
}
