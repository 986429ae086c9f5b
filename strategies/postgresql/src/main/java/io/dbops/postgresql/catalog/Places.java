package io.dbops.postgresql.catalog;

import io.dbops.spi.snapshot.SchemaItem.Place;
import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which schema and which table a definition belongs to, and what it needs, for whoever restores a part. Immutable. */
public final class Places {

    /** What pg_depend knows as a part of a table; a partition, and what is part of it, counts for the table at the root. */
    private static final String PARTS = """
            SELECT p.catalog, p.oid, p.name, n.nspname, t.relname FROM (
                SELECT 'pg_class' AS catalog, c.oid, NULL AS name, c.oid AS whole FROM pg_class c WHERE c.relkind IN ('r', 'p')
                UNION ALL SELECT ct.relname, d.objid, CASE WHEN s.relkind = 'S' THEN format('%I.%I', sn.nspname, s.relname) END,
                       d.refobjid
                FROM pg_depend d JOIN pg_class ct ON ct.oid = d.classid
                LEFT JOIN pg_class s ON s.oid = d.objid AND d.classid = 'pg_class'::regclass
                LEFT JOIN pg_namespace sn ON sn.oid = s.relnamespace
                WHERE d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i', 'P', 'S')
                  AND (s.relkind IS NULL OR s.relkind NOT IN ('r', 'p'))) p
            JOIN pg_class r ON r.oid = p.whole AND r.relkind IN ('r', 'p')
            JOIN pg_class t ON t.oid = coalesce(pg_partition_root(r.oid), r.oid) JOIN pg_namespace n ON n.oid = t.relnamespace""";

    private final Map<ObjectId, QualifiedName> tables = new HashMap<>();
    private final Map<String, QualifiedName> sequences = new HashMap<>();

    private Places() {}

    public static Places read(Catalog catalog) throws SQLException {
        Places places = new Places();
        catalog.each(PARTS, row -> {
            QualifiedName table = new QualifiedName(row.getString("nspname"), row.getString("relname"));
            places.tables.put(new ObjectId(row.getString("catalog"), row.getLong("oid")), table);
            if (row.getString("name") != null) {
                places.sequences.put(row.getString("name"), table);
            }
        });
        return places;
    }

    /** Of a sequence, quoted. */
    public Place ofSequence(String quoted) {
        QualifiedName table = sequences.get(quoted);
        return table == null ? Place.in(schemaOf(quoted)) : Place.of(table);
    }

    /** Of every definition. */
    Map<ObjectId, Place> of(Collection<Definition> definitions, Dependencies dependencies) {
        Map<ObjectId, Definition> known = new HashMap<>();
        definitions.forEach(definition -> known.put(definition.id(), definition));
        Map<ObjectId, Place> places = new HashMap<>();
        for (Definition definition : definitions) {
            Set<String> needs = new HashSet<>();
            for (ObjectId id : dependencies.of(definition)) {
                Definition needed = known.get(id);
                if (needed != null && (needed.kind() != Kind.SCHEMA || definition.kind() == Kind.EXTENSION)) {
                    needs.add(needed.plainName());
                }
            }
            needs.remove(definition.plainName());
            places.put(definition.id(), place(definition, known, dependencies).needing(needs));
        }
        return places;
    }

    private Place place(Definition definition, Map<ObjectId, Definition> known, Dependencies dependencies) {
        if (definition.kind() == Kind.SCHEMA) {
            return Place.in(definition.name());
        }
        boolean everywhere = definition.kind() == Kind.DEFAULT_PRIVILEGES
                && definition.after().isEmpty();
        if (definition.kind() == Kind.EXTENSION || everywhere) {
            return Place.UNKNOWN;
        }
        if (definition.kind() == Kind.LARGE_OBJECT || definition.kind() == Kind.LARGE_OBJECT_COMMENT) {
            return Place.of(LargeObjectDefinitions.TABLE);
        }
        ObjectId object = definition.id().object();
        ObjectId whole = dependencies.whole(object);
        Optional<QualifiedName> table =
                Optional.ofNullable(tables.get(object)).or(() -> Optional.ofNullable(tables.get(whole)));
        if (table.isPresent()) {
            return Place.of(table.get());
        }
        Definition of = definition.kind().isAboutAnother() ? known.get(whole) : definition;
        if (of != null && of.kind() == Kind.LARGE_OBJECT) {
            return Place.of(LargeObjectDefinitions.TABLE);
        }
        return of == null || of.kind() == Kind.EXTENSION
                ? Place.UNKNOWN
                : Place.in(of.kind() == Kind.SCHEMA ? of.name() : schemaOf(of.name()));
    }

    /** The first identifier of a quoted name. */
    private static String schemaOf(String name) {
        if (!name.startsWith("\"")) {
            return name.substring(0, Math.max(0, name.indexOf('.')));
        }
        int end = 1;
        while (name.charAt(end) != '"' || name.startsWith("\"\"", end)) {
            end += name.charAt(end) == '"' ? 2 : 1;
        }
        return name.substring(1, end).replace("\"\"", "\"");
    }
}
