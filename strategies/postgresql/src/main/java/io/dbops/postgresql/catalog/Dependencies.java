package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What depends on what, from pg_depend, between objects that have definitions: a default counts as its table, a view's rule
 * as its view, an array as its element type, a table's row type as the table, an identity column's sequence as its table.
 */
final class Dependencies {

    private static final int LONGEST_CHAIN = 10;

    private final Map<ObjectId, ObjectId> parts = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> uses = new HashMap<>();

    private Dependencies() {}

    static Dependencies read(Catalog catalog) throws SQLException {
        Dependencies dependencies = new Dependencies();
        catalog.each(
                """
                SELECT 'pg_attrdef' AS catalog, d.oid, 'pg_class' AS whole_catalog, d.adrelid AS whole FROM pg_attrdef d
                UNION ALL SELECT 'pg_rewrite', r.oid, 'pg_class', r.ev_class FROM pg_rewrite r WHERE r.rulename = '_RETURN'
                UNION ALL SELECT 'pg_type', t.oid, 'pg_type', t.typelem FROM pg_type t WHERE t.typcategory = 'A' AND t.typelem <> 0
                UNION ALL SELECT 'pg_type', t.oid, 'pg_class', t.typrelid FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
                    WHERE c.relkind <> 'c'
                UNION ALL SELECT 'pg_class', t.typrelid, 'pg_type', t.oid FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
                    WHERE c.relkind = 'c'
                UNION ALL SELECT 'pg_type', r.rngmultitypid, 'pg_type', r.rngtypid FROM pg_range r
                UNION ALL SELECT 'pg_constraint', k.oid, 'pg_type', k.contypid FROM pg_constraint k WHERE k.contypid <> 0
                UNION ALL SELECT 'pg_constraint', k.oid, 'pg_class', k.conrelid FROM pg_constraint k WHERE k.contype = 'n'
                    AND k.conrelid <> 0
                UNION ALL SELECT 'pg_class', k.conindid, 'pg_constraint', k.oid FROM pg_constraint k
                    WHERE k.contype IN ('p', 'u', 'x')
                UNION ALL SELECT 'pg_class', d.objid, 'pg_class', d.refobjid FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
                    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
                      AND c.relkind = 'S'""",
                row -> dependencies.parts.put(
                        new ObjectId(row.getString("catalog"), row.getLong("oid")),
                        new ObjectId(row.getString("whole_catalog"), row.getLong("whole"))));
        // Not that a sequence is owned by a column, nor that an index of a partition belongs to its parent's.
        catalog.each(
                """
                SELECT ct.relname AS catalog, d.objid, rt.relname AS used_catalog, d.refobjid
                FROM pg_depend d JOIN pg_class ct ON ct.oid = d.classid JOIN pg_class rt ON rt.oid = d.refclassid
                LEFT JOIN pg_class s ON s.oid = d.objid AND d.classid = 'pg_class'::regclass
                WHERE d.deptype IN ('n', 'a', 'i', 'x') AND d.objid >= 16384
                  AND NOT (d.deptype = 'a' AND s.relkind IS NOT NULL AND s.relkind = 'S')""",
                row -> dependencies.add(
                        new ObjectId(row.getString("catalog"), row.getLong("objid")),
                        new ObjectId(row.getString("used_catalog"), row.getLong("refobjid"))));
        return dependencies;
    }

    private void add(ObjectId user, ObjectId used) {
        ObjectId from = whole(user);
        ObjectId to = whole(used);
        if (!from.equals(to)) {
            uses.computeIfAbsent(from, id -> new HashSet<>()).add(to);
        }
    }

    /** The object with a definition of its own that this one is a part of. */
    ObjectId whole(ObjectId part) {
        ObjectId whole = part;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            ObjectId next = parts.get(whole);
            if (next == null) {
                return whole;
            }
            whole = next;
        }
        return whole;
    }

    /** What a definition needs before it. */
    Set<ObjectId> of(Definition definition) {
        Set<ObjectId> needed = new HashSet<>(uses.getOrDefault(definition.id(), Set.of()));
        definition.after().forEach(id -> needed.add(whole(id)));
        needed.remove(definition.id());
        return needed;
    }
}
