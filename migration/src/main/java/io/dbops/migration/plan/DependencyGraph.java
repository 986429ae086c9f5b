package io.dbops.migration.plan;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.source.ResolvedMigration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order of migrations: dependencies first, the unrelated by version and id, repeatables last unless needed before. Kahn's
 * algorithm with a priority queue, so that the same migrations always give the same order.
 */
final class DependencyGraph {

    private final Map<String, ResolvedMigration> migrations = new LinkedHashMap<>();
    private final Map<String, List<ResolvedMigration>> dependents = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();

    private DependencyGraph() {}

    /**
     * The migrations in order.
     *
     * @param applied ids that are applied already, and so need not be among the migrations to be depended on
     */
    static List<ResolvedMigration> order(Collection<ResolvedMigration> migrations, Set<String> applied) {
        DependencyGraph graph = new DependencyGraph();
        migrations.stream().sorted().forEach(graph::add);
        graph.migrations.values().forEach(each -> graph.connect(each, applied));
        return graph.sorted();
    }

    private void add(ResolvedMigration migration) {
        ResolvedMigration other = migrations.putIfAbsent(migration.id(), migration);
        if (other != null) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_ORDER,
                            "two migrations have the id " + migration.id() + ": " + other.location() + " and "
                                    + migration.location())
                    .hint("Give one of them another id or version.")
                    .build();
        }
    }

    private void connect(ResolvedMigration migration, Set<String> applied) {
        int needed = 0;
        for (String dependency : new TreeSet<>(migration.dependencies())) {
            if (migrations.containsKey(dependency)) {
                dependents.computeIfAbsent(dependency, any -> new ArrayList<>()).add(migration);
                needed++;
            } else if (!applied.contains(dependency)) {
                throw DbOpsException.of(
                                ErrorCode.MIGRATION_ORDER,
                                migration + " depends on " + dependency + ", which no source has")
                        .hint("Add the migration, or correct the dependency.")
                        .build();
            }
        }
        missing.put(migration.id(), needed);
    }

    private List<ResolvedMigration> sorted() {
        List<ResolvedMigration> order = new ArrayList<>();
        PriorityQueue<ResolvedMigration> free = new PriorityQueue<>();
        migrations.values().stream()
                .filter(each -> missing.getOrDefault(each.id(), 0) == 0)
                .forEach(free::add);
        while (!free.isEmpty()) {
            ResolvedMigration next = free.remove();
            order.add(next);
            for (ResolvedMigration dependent : dependents.getOrDefault(next.id(), List.of())) {
                if (missing.merge(dependent.id(), -1, Integer::sum) == 0) {
                    free.add(dependent);
                }
            }
        }
        if (order.size() < migrations.size()) {
            throw cycle(order);
        }
        return order;
    }

    private DbOpsException cycle(List<ResolvedMigration> order) {
        Set<String> left = new TreeSet<>(migrations.keySet());
        order.forEach(each -> left.remove(each.id()));
        // every migration that is left needs one that is left: following them must come back
        Set<String> path = new LinkedHashSet<>();
        String at = left.iterator().next();
        while (path.add(at)) {
            at = new TreeSet<>(Objects.requireNonNull(migrations.get(at)).dependencies())
                    .stream().filter(left::contains).findFirst().orElseThrow();
        }
        List<String> cycle = new ArrayList<>(path);
        cycle = new ArrayList<>(cycle.subList(cycle.indexOf(at), cycle.size()));
        cycle.add(at);
        return DbOpsException.of(
                        ErrorCode.MIGRATION_ORDER, "migrations depend on one another: " + String.join(" -> ", cycle))
                .hint("Remove one of these dependencies.")
                .build();
    }
}
