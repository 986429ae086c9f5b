package io.dbops.postgresql.catalog;

import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SchemaItem.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The definitions of everything in scope, in restore order, and what has none. Immutable. */
public final class Definitions {

    private final List<SchemaItem> items;
    private final List<String> uncaptured;
    private final List<String> notCaptured;
    private final List<String> faults;

    private Definitions(
            List<SchemaItem> items, List<String> uncaptured, List<String> notCaptured, List<String> faults) {
        this.items = List.copyOf(items);
        this.uncaptured = List.copyOf(uncaptured);
        this.notCaptured = List.copyOf(notCaptured);
        this.faults = List.copyOf(faults);
    }

    public static Definitions read(Catalog catalog) throws SQLException {
        List<Definition> definitions = new ArrayList<>();
        NamespaceDefinitions.read(catalog, definitions);
        TypeDefinitions.read(catalog, definitions);
        SequenceDefinitions.read(catalog, definitions);
        RoutineDefinitions.read(catalog, definitions);
        TableDefinitions.read(catalog, definitions);
        ConstraintDefinitions.read(catalog, definitions);
        ViewDefinitions.read(catalog, definitions);
        ProgramDefinitions.read(catalog, definitions);
        Dependencies dependencies = Dependencies.read(catalog);
        UncapturedObjects uncaptured = UncapturedObjects.read(catalog);
        List<String> faults = uncaptured.faults(definitions, dependencies);
        List<Definition> objects = List.copyOf(definitions);
        CommentDefinitions.read(catalog, dependencies, definitions);
        OwnerDefinitions.read(catalog, objects, definitions);
        PrivilegeDefinitions.read(catalog, dependencies, objects, definitions);
        LargeObjectDefinitions.read(catalog, definitions);
        Map<ObjectId, Place> places = Places.read(catalog).of(definitions, dependencies);
        return new Definitions(
                items(definitions, dependencies, places), uncaptured.names(), uncaptured.sentences(), faults);
    }

    private static List<SchemaItem> items(
            List<Definition> definitions, Dependencies dependencies, Map<ObjectId, Place> places) {
        DefinitionOrder order = new DefinitionOrder(definitions, dependencies::of);
        Set<ObjectId> before = order.beforeData();
        List<Definition> sorted = refreshedInOrderOfViews(order.sorted());
        List<SchemaItem> items = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (Definition definition : sorted) {
                if (before.contains(definition.id()) == (phase == Phase.BEFORE_DATA)) {
                    for (String statement : definition.statements()) {
                        items.add(new SchemaItem(
                                phase,
                                definition.kind().label(),
                                definition.plainName(),
                                statement,
                                places.getOrDefault(definition.id(), Place.UNKNOWN)));
                    }
                }
            }
        }
        return items;
    }

    /**
     * A materialized view may read another, directly or through a function's body: both are filled as they were made, when their
     * owners have their privileges.
     */
    private static List<Definition> refreshedInOrderOfViews(List<Definition> sorted) {
        Map<ObjectId, Definition> refreshes = new HashMap<>();
        List<Definition> result = new ArrayList<>();
        List<Definition> privileges = new ArrayList<>();
        List<Definition> last = new ArrayList<>();
        for (Definition definition : sorted) {
            switch (definition.kind()) {
                case REFRESH -> refreshes.put(definition.id(), definition);
                case PRIVILEGES -> privileges.add(definition);
                case ROW_SECURITY, COMMENT, LARGE_OBJECT_COMMENT, DEFAULT_PRIVILEGES -> last.add(definition);
                default -> result.add(definition);
            }
        }
        List<Definition> views = List.copyOf(result);
        result.addAll(privileges);
        for (Definition view : views) {
            Definition refresh = refreshes.get(view.id().later("refresh"));
            if (refresh != null) {
                result.add(refresh);
            }
        }
        result.addAll(last);
        return result;
    }

    public List<SchemaItem> items() {
        return items;
    }

    /** What exists and is in no definition, by kind and name. */
    public List<String> uncaptured() {
        return uncaptured;
    }

    /** What no definitions hold, each one sentence. */
    public List<String> notCaptured() {
        return notCaptured;
    }

    /** Why these definitions could not be run elsewhere; empty when they can. */
    public List<String> faults() {
        return faults;
    }
}
