package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who owns what is defined. An owner is set as soon as its object stands, so that what a restore runs later on the owner's behalf,
 * such as a function in an index or the query of a materialized view, has the owner's rights and not those of who restores.
 */
final class OwnerDefinitions {

    private OwnerDefinitions() {}

    static void read(Catalog catalog, List<Definition> objects, List<Definition> definitions) throws SQLException {
        Map<ObjectId, Definition> defined = new HashMap<>();
        Map<ObjectId, Set<ObjectId>> ownedSequences = new HashMap<>();
        for (Definition definition : objects) {
            defined.putIfAbsent(definition.id(), definition);
            if (definition.kind() == Kind.SEQUENCE_OWNER) {
                definition.after().forEach(id -> ownedSequences
                        .computeIfAbsent(id, table -> new HashSet<>())
                        .add(definition.id()));
            }
        }
        // A sequence that belongs to a column follows its table.
        catalog.each(
                "SELECT o.catalog, o.oid, format('ALTER %s %s OWNER TO ', o.kind, o.name) || "
                        + SecuredObjects.role("o.owner") + " AS sql FROM (" + SecuredObjects.ALL + ") o WHERE NOT "
                        + SecuredObjects.ownedAsByInitdb(catalog)
                        + " AND NOT (o.kind = 'SEQUENCE' AND EXISTS (SELECT 1 FROM pg_depend d"
                        + " WHERE d.classid = 'pg_class'::regclass AND d.objid = o.oid"
                        + " AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))",
                row -> {
                    ObjectId id = new ObjectId(row.getString("catalog"), row.getLong("oid"));
                    Definition object = defined.get(id);
                    if (object != null) {
                        Set<ObjectId> after = new HashSet<>(ownedSequences.getOrDefault(id, Set.of()));
                        after.add(id);
                        definitions.add(new Definition(
                                id.later("role"),
                                Kind.OWNER,
                                object.plainName(),
                                List.of(row.getString("sql")),
                                after));
                    }
                });
    }
}
