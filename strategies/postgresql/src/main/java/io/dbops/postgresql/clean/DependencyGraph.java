package io.dbops.postgresql.clean;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which unit must go before which, and who outside of them stands in the way. A part counts as its whole: a default as its
 * table, a rule as its view, a member of an extension as the extension.
 */
final class DependencyGraph {

    /** Something that is no unit and depends on one. */
    record Outsider(ObjectId user, Unit used) {}

    private final Map<ObjectId, Unit> units;
    private final Map<ObjectId, List<Dependency>> wholes = new HashMap<>();
    private final Map<ObjectId, @Nullable Unit> known = new HashMap<>();
    private final Map<Unit, Set<Unit>> dependants = new HashMap<>();
    private final Map<Unit, Set<Unit>> used = new HashMap<>();
    private final Map<Unit, Integer> parts = new HashMap<>();
    private final List<Outsider> outsiders = new ArrayList<>();

    private DependencyGraph(Map<ObjectId, Unit> units) {
        this.units = units;
    }

    static DependencyGraph of(Map<ObjectId, Unit> units, List<Dependency> dependencies) {
        DependencyGraph graph = new DependencyGraph(units);
        dependencies.stream().filter(Dependency::part).forEach(each -> graph.wholes
                .computeIfAbsent(each.user(), id -> new ArrayList<>())
                .add(each));
        graph.wholes.values().forEach(each -> each.sort(Comparator.comparingInt(Dependency::distance)));
        Set<ObjectId> users = new HashSet<>();
        for (Dependency each : dependencies) {
            graph.add(each);
            if (users.add(each.user())) {
                graph.count(each.user());
            }
        }
        return graph;
    }

    private void add(Dependency dependency) {
        Unit base = whole(dependency.used());
        if (base == null) {
            return;
        }
        Unit user = whole(dependency.user());
        if (user == null) {
            outsiders.add(new Outsider(named(dependency.user()), base));
        } else if (!user.equals(base)) {
            dependants.computeIfAbsent(base, none -> new LinkedHashSet<>()).add(user);
            used.computeIfAbsent(user, none -> new LinkedHashSet<>()).add(base);
        }
    }

    private void count(ObjectId user) {
        Unit whole = whole(user);
        if (whole != null) {
            parts.merge(whole, 1, Integer::sum);
        }
    }

    /** The unit that it is or belongs to, if it does. */
    private @Nullable Unit whole(ObjectId id) {
        if (!known.containsKey(id)) {
            known.put(id, null);
            known.put(id, find(id));
        }
        return known.get(id);
    }

    private @Nullable Unit find(ObjectId id) {
        Unit unit = units.get(id);
        if (unit != null) {
            return unit;
        }
        for (Dependency each : wholes.getOrDefault(id, List.of())) {
            Unit whole = whole(each.used());
            if (whole != null) {
                return whole;
            }
            if (each.distance() == 0) {
                // an internal part of something that is no unit
                return null;
            }
        }
        return null;
    }

    /** What a person knows it by: the view rather than its rule. */
    private ObjectId named(ObjectId id) {
        List<Dependency> closest = wholes.getOrDefault(id, List.of());
        return closest.isEmpty() || closest.get(0).distance() > 0
                ? id
                : closest.get(0).used();
    }

    Collection<Unit> units() {
        return units.values();
    }

    /** What must be gone before the unit can go. */
    Set<Unit> dependants(Unit unit) {
        return dependants.getOrDefault(unit, Set.of());
    }

    /** What can go only when the unit is gone. */
    Set<Unit> used(Unit unit) {
        return used.getOrDefault(unit, Set.of());
    }

    /** How many locks dropping it takes, about. */
    int weight(Unit unit) {
        return 1 + parts.getOrDefault(unit, 0);
    }

    /** Each pair once, in the catalogue's order. */
    List<Outsider> outsiders() {
        return outsiders.stream().distinct().toList();
    }
}
