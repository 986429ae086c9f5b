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
 * algorithm with a priority queue, so that the same migrations always give the same order. Used by one thread.
 */
public final class DependencyGraph {

    private final Map<String, ResolvedMigration> migrations = new LinkedHashMap<>();
    private final Map<String, List<ResolvedMigration>> dependents = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<ResolvedMigration> order = new ArrayList<>();

    private DependencyGraph() {}

    /**
     * The graph of these migrations.
     *
     * @param applied ids that are applied already, and so need not be among the migrations to be depended on
     */
    public static DependencyGraph of(Collection<ResolvedMigration> migrations, Set<String> applied) {
        DependencyGraph graph = new DependencyGraph();
        migrations.stream().sorted().forEach(graph::add);
        graph.migrations.values().forEach(each -> graph.connect(each, applied));
        graph.sort();
        return graph;
    }

    /** Duplicate ids, missing dependencies and cycles, each as one sentence; empty when there is an order. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The migrations in order, or a {@code MIGRATION_ORDER} that names every fault. */
    public List<ResolvedMigration> order() {
        if (!faults.isEmpty()) {
            throw DbOpsException.of(ErrorCode.MIGRATION_ORDER, String.join("; ", faults))
                    .hint(
                            "Give every migration an id of its own, and let dependencies name migrations that exist and do not"
                                    + " come back.")
                    .build();
        }
        return List.copyOf(order);
    }

    private void add(ResolvedMigration migration) {
        ResolvedMigration other = migrations.putIfAbsent(migration.id(), migration);
        if (other != null) {
            faults.add("two migrations have the id " + migration.id() + ": " + other.location() + " and "
                    + migration.location());
        }
    }

    private void connect(ResolvedMigration migration, Set<String> applied) {
        int needed = 0;
        for (String dependency : new TreeSet<>(migration.dependencies())) {
            if (migrations.containsKey(dependency)) {
                dependents.computeIfAbsent(dependency, any -> new ArrayList<>()).add(migration);
                needed++;
            } else if (!applied.contains(dependency)) {
                faults.add(migration + " depends on " + dependency + ", which no source has");
            }
        }
        missing.put(migration.id(), needed);
    }

    private void sort() {
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
        Set<String> left = new TreeSet<>(migrations.keySet());
        order.forEach(each -> left.remove(each.id()));
        while (!left.isEmpty()) {
            takeCycle(left);
        }
    }

    /** Reports one cycle, and takes away with it what waits for nothing else. */
    private void takeCycle(Set<String> left) {
        // every migration that is left needs one that is left: following them must come back
        Set<String> path = new LinkedHashSet<>();
        String at = left.iterator().next();
        while (path.add(at)) {
            at = waitsFor(at, left);
        }
        List<String> cycle = new ArrayList<>(path);
        cycle = new ArrayList<>(cycle.subList(cycle.indexOf(at), cycle.size()));
        left.removeAll(cycle);
        cycle.add(at);
        faults.add("migrations depend on one another: " + String.join(" -> ", cycle));
        while (left.removeIf(id -> waitsFor(id, left).isEmpty())) {
            // the next round sees what this one freed
            continue;
        }
    }

    private String waitsFor(String id, Set<String> left) {
        return new TreeSet<>(Objects.requireNonNull(migrations.get(id)).dependencies())
                .stream().filter(left::contains).findFirst().orElse("");
    }
}
