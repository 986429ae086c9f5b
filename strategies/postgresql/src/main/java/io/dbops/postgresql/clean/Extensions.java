package io.dbops.postgresql.clean;

import io.dbops.postgresql.clean.DependencyGraph.Outsider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which extensions of the schemas go and which stay: one that belongs to somebody else, or that something outside of the
 * schemas uses, stays with all its objects, since it serves the whole database.
 */
final class Extensions {

    private final List<Unit> foreign = new ArrayList<>();
    private final Map<Unit, Outsider> used = new LinkedHashMap<>();
    private DependencyGraph graph;

    private Extensions(DependencyGraph graph) {
        this.graph = graph;
    }

    static Extensions settle(CatalogSnapshot snapshot) {
        Map<ObjectId, Unit> units = new LinkedHashMap<>(snapshot.units());
        Extensions extensions = new Extensions(DependencyGraph.of(units, snapshot.dependencies()));
        for (Unit unit : snapshot.units().values()) {
            if (unit.kind() == DropKind.EXTENSION && !unit.mayDrop()) {
                extensions.foreign.add(unit);
                units.remove(unit.id());
            }
        }
        // One that stays keeps those that it needs.
        int before = -1;
        while (before != units.size()) {
            before = units.size();
            extensions.graph = DependencyGraph.of(units, snapshot.dependencies());
            for (Outsider outsider : extensions.graph.outsiders()) {
                Unit unit = outsider.used();
                if (unit.kind() == DropKind.EXTENSION && units.remove(unit.id()) != null) {
                    extensions.used.put(unit, outsider);
                }
            }
        }
        return extensions;
    }

    /** Of what goes. */
    DependencyGraph graph() {
        return graph;
    }

    /** Those that the role may not drop. */
    List<Unit> foreign() {
        return foreign;
    }

    /** Those that stay because of somebody outside, with the first of these. */
    Map<Unit, Outsider> used() {
        return used;
    }
}
