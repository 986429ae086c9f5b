package io.dbops.postgresql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts definitions into an order in which they can be run: what is needed first, otherwise by kind, then by name, so that
 * two readings of the same catalogue agree. Pure.
 */
final class DefinitionOrder {

    private static final Comparator<Definition> BY_KIND = Comparator.comparing(Definition::kind)
            .thenComparing(Definition::name)
            .thenComparingLong(definition -> definition.id().oid());

    private final Map<ObjectId, Definition> definitions = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();

    DefinitionOrder(Collection<Definition> all, Function<Definition, Set<ObjectId>> needed) {
        all.forEach(definition -> definitions.put(definition.id(), definition));
        for (Definition definition : all) {
            Set<ObjectId> known = new HashSet<>(needed.apply(definition));
            known.retainAll(definitions.keySet());
            known.remove(definition.id());
            needs.put(definition.id(), known);
        }
    }

    /** In a cycle, which CREATE OR REPLACE can make, the first by kind goes first: functions do not check their bodies. */
    List<Definition> sorted() {
        Map<ObjectId, Integer> open = new HashMap<>();
        Map<ObjectId, List<Definition>> users = new HashMap<>();
        PriorityQueue<Definition> ready = new PriorityQueue<>(BY_KIND);
        PriorityQueue<Definition> waiting = new PriorityQueue<>(BY_KIND);
        for (Definition definition : definitions.values()) {
            Set<ObjectId> needed = needs.getOrDefault(definition.id(), Set.of());
            open.put(definition.id(), needed.size());
            needed.forEach(
                    id -> users.computeIfAbsent(id, k -> new ArrayList<>()).add(definition));
            (needed.isEmpty() ? ready : waiting).add(definition);
        }
        List<Definition> sorted = new ArrayList<>(definitions.size());
        Set<ObjectId> done = new HashSet<>();
        while (sorted.size() < definitions.size()) {
            Definition next = ready.isEmpty() ? waiting.remove() : ready.remove();
            if (!done.add(next.id())) {
                continue;
            }
            sorted.add(next);
            for (Definition user : users.getOrDefault(next.id(), List.of())) {
                if (open.merge(user.id(), -1, Integer::sum) == 0) {
                    ready.add(user);
                }
            }
        }
        return sorted;
    }

    /** What must stand before the rows: all that a table needs, and all of the early kinds that needs nothing of the late ones. */
    Set<ObjectId> beforeData() {
        Set<ObjectId> early = new HashSet<>();
        for (Definition definition : definitions.values()) {
            if (definition.kind() == Kind.TABLE || definition.kind() == Kind.PARTITION) {
                closure(definition.id(), early);
            }
        }
        List<Definition> sorted = sorted();
        for (Definition definition : sorted) {
            if (!definition.kind().afterData() && early.containsAll(needs.getOrDefault(definition.id(), Set.of()))) {
                early.add(definition.id());
            }
        }
        return early;
    }

    private void closure(ObjectId id, Set<ObjectId> reached) {
        List<ObjectId> todo = new ArrayList<>(List.of(id));
        while (!todo.isEmpty()) {
            ObjectId next = todo.remove(todo.size() - 1);
            if (reached.add(next)) {
                todo.addAll(needs.getOrDefault(next, Set.of()));
            }
        }
    }
}
