package io.dbops.postgresql.clean;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Groups units that depend on one another in a circle; every other unit is a group of its own. Tarjan's algorithm
 * (Depth-first search and linear graph algorithms, 1972), without recursion: chains of views may be long.
 */
final class Cycles {

    private record Frame(Unit unit, Iterator<Unit> dependants) {}

    private final DependencyGraph graph;
    private final Set<Unit> remaining;
    private final Map<Unit, Integer> index = new HashMap<>();
    private final Map<Unit, Integer> low = new HashMap<>();
    private final Deque<Unit> stack = new ArrayDeque<>();
    private final Set<Unit> onStack = new HashSet<>();
    private final List<List<Unit>> groups = new ArrayList<>();

    private Cycles(DependencyGraph graph, Set<Unit> remaining) {
        this.graph = graph;
        this.remaining = remaining;
    }

    /** The groups among those units, dependants before what they depend on. */
    static List<List<Unit>> groups(DependencyGraph graph, Set<Unit> units) {
        Cycles cycles = new Cycles(graph, units);
        for (Unit unit : units) {
            if (!cycles.index.containsKey(unit)) {
                cycles.visit(unit);
            }
        }
        return cycles.groups;
    }

    private void visit(Unit root) {
        Deque<Frame> frames = new ArrayDeque<>();
        frames.push(enter(root));
        while (!frames.isEmpty()) {
            Frame frame = frames.peek();
            if (!frame.dependants().hasNext()) {
                frames.pop();
                leave(frame.unit());
                if (!frames.isEmpty()) {
                    lower(frames.peek().unit(), low.getOrDefault(frame.unit(), 0));
                }
                continue;
            }
            Unit next = frame.dependants().next();
            if (!index.containsKey(next)) {
                frames.push(enter(next));
            } else if (onStack.contains(next)) {
                lower(frame.unit(), index.getOrDefault(next, 0));
            }
        }
    }

    private Frame enter(Unit unit) {
        index.put(unit, index.size());
        low.put(unit, index.size() - 1);
        stack.push(unit);
        onStack.add(unit);
        return new Frame(
                unit,
                graph.dependants(unit).stream().filter(remaining::contains).iterator());
    }

    private void lower(Unit unit, int value) {
        low.merge(unit, value, Math::min);
    }

    private void leave(Unit unit) {
        if (!Objects.equals(low.get(unit), index.get(unit))) {
            return;
        }
        List<Unit> group = new ArrayList<>();
        Unit member;
        do {
            member = stack.pop();
            onStack.remove(member);
            group.add(member);
        } while (!member.equals(unit));
        groups.add(group);
    }
}
