package io.dbops.postgresql.clean;

import io.dbops.migration.CleanStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Few statements in an order in which the server, asked with RESTRICT, refuses none. One statement drops many units of one
 * kind; the server sorts those among themselves, circles included. Only a circle through several kinds, such as a table whose
 * default calls a function that takes its rows, is cut with CASCADE, which then reaches nothing but that circle.
 */
final class DropOrder {

    /** Units of a circle, or one unit. */
    private static final class Group {
        private final List<Unit> units;
        private long waitsFor;

        Group(List<Unit> units) {
            this.units = units;
        }

        boolean isOfOneKind() {
            return units.stream().map(Unit::kind).distinct().count() == 1;
        }
    }

    private final DependencyGraph graph;
    private final long limit;
    private final List<CleanStep> steps = new ArrayList<>();
    private final Map<Unit, Group> groups = new HashMap<>();
    private final Map<DropKind, Deque<Group>> ready = new EnumMap<>(DropKind.class);
    private final Deque<Group> readyCircles = new ArrayDeque<>();
    private final Deque<Group> readyLast = new ArrayDeque<>();

    private DropOrder(DependencyGraph graph, long limit) {
        this.graph = graph;
        this.limit = limit;
    }

    /** @param limit the locks that one statement may take, about */
    static List<CleanStep> of(DependencyGraph graph, long limit) {
        DropOrder order = new DropOrder(graph, limit);
        order.prepare();
        order.run();
        return order.steps;
    }

    private void prepare() {
        List<Group> all = new ArrayList<>();
        for (List<Unit> units : Cycles.groups(graph, new LinkedHashSet<>(graph.units()))) {
            Group group = new Group(units);
            units.forEach(unit -> groups.put(unit, group));
            all.add(group);
        }
        for (Group group : all) {
            group.waitsFor = others(group, graph::dependants).count();
            if (group.waitsFor == 0) {
                offer(group);
            }
        }
    }

    private Stream<Group> others(Group group, Function<Unit, Set<Unit>> neighbours) {
        return group.units.stream()
                .flatMap(unit -> neighbours.apply(unit).stream())
                .map(groups::get)
                .filter(other -> other != group)
                .distinct();
    }

    private void offer(Group group) {
        if (!group.isOfOneKind()) {
            readyCircles.add(group);
        } else if (group.units.stream().anyMatch(Unit::last)) {
            readyLast.add(group);
        } else {
            ready.computeIfAbsent(group.units.get(0).kind(), none -> new ArrayDeque<>())
                    .add(group);
        }
    }

    private void run() {
        while (true) {
            ready.values().removeIf(Deque::isEmpty);
            if (!ready.isEmpty()) {
                DropKind fullest = ready.keySet().stream()
                        .max(Comparator.comparingInt(
                                kind -> ready.getOrDefault(kind, readyLast).size()))
                        .orElseThrow();
                together(fullest, ready.getOrDefault(fullest, readyLast));
            } else if (!readyCircles.isEmpty()) {
                cut(readyCircles.remove());
            } else if (!readyLast.isEmpty()) {
                together(DropKind.TABLE, readyLast);
            } else {
                return;
            }
        }
    }

    /** Drops groups of one kind in one statement, those included that become free by it. */
    private void together(DropKind kind, Deque<Group> free) {
        List<Unit> units = new ArrayList<>();
        long locks = 0;
        while (!free.isEmpty() && locks < limit && (kind.takesSeveral() || units.isEmpty())) {
            Group group = free.remove();
            units.addAll(group.units);
            locks += group.units.stream().mapToLong(graph::weight).sum();
            release(group);
        }
        steps.add(drop(kind, units, "", ""));
    }

    private void release(Group gone) {
        others(gone, graph::used).forEach(other -> {
            other.waitsFor--;
            if (other.waitsFor == 0) {
                offer(other);
            }
        });
    }

    /** The type or the table first: functions that take it go with it, while the reverse would take no more than a default. */
    private void cut(Group circle) {
        List<Unit> units = new ArrayList<>(circle.units);
        units.sort(Comparator.comparingInt(
                unit -> unit.kind() == DropKind.TYPE ? -1 : unit.kind().ordinal()));
        steps.add(drop(units.get(0).kind(), units.subList(0, 1), "", " CASCADE"));
        for (List<Unit> group : Cycles.groups(graph, new LinkedHashSet<>(units.subList(1, units.size())))) {
            for (Unit unit : group) {
                // mostly gone already; nothing depends on what is not, but what follows here
                steps.add(drop(unit.kind(), List.of(unit), "IF EXISTS ", group.size() > 1 ? " CASCADE" : ""));
            }
        }
        release(circle);
    }

    private static CleanStep drop(DropKind kind, List<Unit> units, String condition, String suffix) {
        return new CleanStep(
                "DROP " + kind.sql() + " " + condition
                        + String.join(", ", units.stream().map(Unit::dropName).toList()) + suffix,
                units.stream().map(Unit::object).toList());
    }
}
