package io.dbops.migration.plan;

import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.source.MigrationKind;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds pending migrations that should have come before applied ones: an applied one depends on them, or it has a later version
 * and comes later in the order of all. A pending migration that has an older version but depends on what is applied is in order. Pure.
 */
final class OutOfOrder {

    private final List<ResolvedMigration> order;
    private final HistorySnapshot history;
    private final Map<String, ResolvedMigration> pending = new HashMap<>();
    private final List<String> found = new ArrayList<>();

    private OutOfOrder(List<ResolvedMigration> order, List<ResolvedMigration> pending, HistorySnapshot history) {
        this.order = order;
        this.history = history;
        pending.forEach(each -> this.pending.put(each.id(), each));
    }

    /** One sentence for each. */
    static List<String> find(List<ResolvedMigration> order, List<ResolvedMigration> pending, HistorySnapshot history) {
        OutOfOrder check = new OutOfOrder(order, pending, history);
        check.byDependency();
        check.byVersion();
        return check.found;
    }

    private void byDependency() {
        for (ResolvedMigration each : order) {
            if (pending.containsKey(each.id()) || each.kind() == MigrationKind.REPEATABLE) {
                continue;
            }
            for (String dependency : new TreeSet<>(each.dependencies())) {
                if (pending.containsKey(dependency)) {
                    found.add(pending.get(dependency) + " is pending, but " + each.id()
                            + ", which depends on it, is applied");
                }
            }
        }
    }

    /** From the last to the first, with the newest applied version of those that come later. */
    private void byVersion() {
        @Nullable Version newest = newestWithoutFile();
        List<String> sentences = new ArrayList<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            ResolvedMigration each = order.get(i);
            if (each.version().isEmpty()) {
                continue;
            }
            Version version = each.version().get();
            boolean before = newest != null && version.compareTo(newest) < 0;
            if (!pending.containsKey(each.id())) {
                newest = before ? newest : version;
            } else if (before) {
                sentences.add(0, each + " is pending but sorts before " + newest + ", which is applied");
            }
        }
        found.addAll(sentences);
    }

    /** Applied migrations that no source has: only their versions are known. */
    private @Nullable Version newestWithoutFile() {
        Map<String, ResolvedMigration> known = new HashMap<>();
        order.forEach(each -> known.put(each.id(), each));
        @Nullable Version newest = null;
        for (HistoryRow row : history.completed()) {
            Optional<Version> version = Optional.ofNullable(row.version()).flatMap(Version::parse);
            if (!known.containsKey(row.id()) && version.isPresent()) {
                newest = newest == null || version.get().compareTo(newest) > 0 ? version.get() : newest;
            }
        }
        return newest;
    }
}
