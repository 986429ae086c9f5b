package io.dbops.migration.plan;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationSelection;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes from the pending migrations those that a run is about. Pure. */
final class Selection {

    private final MigrationSelection wanted;
    private final List<ResolvedMigration> order;

    /**
     * A selection.
     *
     * @param order all migrations of the sources in order, applied or not
     */
    Selection(MigrationSelection wanted, List<ResolvedMigration> order) {
        this.wanted = wanted;
        this.order = order;
    }

    /**
     * The selected ones, in order; a name that is none is a {@code CONFIGURATION}.
     *
     * @param pending in order
     * @param faults gets a sentence for each selected migration that depends on one that is pending and not selected
     */
    List<ResolvedMigration> from(List<ResolvedMigration> pending, List<String> faults) {
        if (wanted.isAll()) {
            return pending;
        }
        Set<String> reach = new HashSet<>();
        order.subList(0, end()).forEach(each -> reach.add(each.id()));
        wanted.only().ifPresent(this::known);
        List<ResolvedMigration> selected = new ArrayList<>();
        for (ResolvedMigration each : pending) {
            boolean full = selected.size() == wanted.count().orElse(Integer.MAX_VALUE);
            if (!full && reach.contains(each.id()) && isTagged(each) && isTheOne(each)) {
                selected.add(each);
            }
        }
        left(pending, selected, faults);
        return selected;
    }

    /** Behind the last migration that the target lets run. */
    private int end() {
        if (wanted.target().isEmpty()) {
            return order.size();
        }
        String target = wanted.target().get();
        Optional<Version> version = Version.parse(target);
        int end = 0;
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).id().equals(target)) {
                return i + 1;
            }
            if (version.isPresent() && order.get(i).version().equals(version)) {
                end = i + 1;
            }
        }
        if (end == 0) {
            throw unknown(target, "is neither the id nor the version of a migration");
        }
        return end;
    }

    private void known(String id) {
        if (order.stream().noneMatch(each -> each.id().equals(id))) {
            throw unknown(id, "is the id of no migration");
        }
    }

    private boolean isTagged(ResolvedMigration each) {
        return wanted.tags().isEmpty() || !Collections.disjoint(wanted.tags(), each.tags());
    }

    private boolean isTheOne(ResolvedMigration each) {
        return wanted.only().isEmpty() || wanted.only().get().equals(each.id());
    }

    private void left(List<ResolvedMigration> pending, List<ResolvedMigration> selected, List<String> faults) {
        Set<String> out = new HashSet<>();
        pending.forEach(each -> out.add(each.id()));
        selected.forEach(each -> out.remove(each.id()));
        for (ResolvedMigration each : selected) {
            for (String dependency : new TreeSet<>(each.dependencies())) {
                if (out.contains(dependency)) {
                    faults.add(each + " is selected (" + wanted + ") and depends on " + dependency
                            + ", which is pending and not selected");
                }
            }
        }
    }

    private DbOpsException unknown(String text, String what) {
        return DbOpsException.of(ErrorCode.CONFIGURATION, "the selection " + wanted + ": " + text + " " + what)
                .hint("Correct it; status() lists the migrations with their ids.")
                .build();
    }
}
