package io.dbops.postgresql.catalog;

import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Large objects without their contents, many to a statement: those with the same owner and the same privileges are made together. */
final class LargeObjectDefinitions {

    private static final int TOGETHER = 1000;
    private static final String CATALOG = "pg_largeobject";

    /** Their contents count as the rows of this table. */
    static final QualifiedName TABLE = new QualifiedName("pg_catalog", CATALOG);

    /** Who owns some, quoted, and their access control list as text; null stands for none of their own. */
    private record Terms(String owner, String acl) {}

    private LargeObjectDefinitions() {}

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        if (!catalog.holdsLargeObjects()) {
            return;
        }
        Map<Terms, List<Long>> objects = new LinkedHashMap<>();
        catalog.each(
                "SELECT m.oid, " + SecuredObjects.role("m.lomowner") + " AS owner, coalesce(m.lomacl::text, '') AS acl"
                        + " FROM pg_largeobject_metadata m ORDER BY 2, 3, 1",
                row -> objects.computeIfAbsent(
                                new Terms(row.getString("owner"), row.getString("acl")), terms -> new ArrayList<>())
                        .add(row.getLong("oid")));
        Map<Long, Grants> grants = new LinkedHashMap<>();
        for (Map.Entry<Terms, List<Long>> each : objects.entrySet()) {
            List<Long> oids = each.getValue();
            for (int from = 0; from < oids.size(); from += TOGETHER) {
                List<Long> some = oids.subList(from, Math.min(oids.size(), from + TOGETHER));
                define(some, each.getKey(), definitions, grants);
            }
        }
        privileges(catalog, grants, definitions);
        comments(catalog, definitions);
    }

    private static void define(List<Long> oids, Terms terms, List<Definition> definitions, Map<Long, Grants> grants) {
        ObjectId id = new ObjectId(CATALOG, oids.get(0));
        String list = oids.stream().map(String::valueOf).collect(Collectors.joining(","));
        String array = "'{" + list + "}'::pg_catalog.oid[]";
        definitions.add(Definition.of(
                id,
                Kind.LARGE_OBJECT,
                TABLE.toString(),
                "SELECT pg_catalog.count(pg_catalog.lo_create(o)) FROM pg_catalog.unnest(" + array + ") o"));
        String owner = Grants.dollarQuoted(" OWNER TO " + terms.owner());
        definitions.add(new Definition(
                id.later("role"),
                Kind.OWNER,
                TABLE.toString(),
                List.of("DO "
                        + Grants.dollarQuoted(" DECLARE o pg_catalog.oid; BEGIN FOREACH o IN ARRAY " + array
                                + " LOOP EXECUTE 'ALTER LARGE OBJECT ' || o || " + owner + "; END LOOP; END ")),
                Set.of(id)));
        if (!terms.acl().isEmpty()) {
            grants.put(
                    oids.get(0),
                    new Grants("", "LARGE OBJECT " + list, "", terms.owner(), Set.of("SELECT", "UPDATE"), true));
        }
    }

    /** Of each group what its first object has. */
    private static void privileges(Catalog catalog, Map<Long, Grants> grants, List<Definition> definitions)
            throws SQLException {
        if (grants.isEmpty()) {
            return;
        }
        String first = grants.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
        catalog.each(
                "SELECT m.oid, " + PrivilegeDefinitions.ENTRY
                        + " FROM pg_largeobject_metadata m, LATERAL aclexplode(m.lomacl)" + PrivilegeDefinitions.NAMES
                        + " WHERE m.oid IN (" + first + ") ORDER BY m.oid, a.number",
                row -> {
                    Grants of = grants.get(row.getLong("oid"));
                    if (of != null) {
                        of.add(row);
                    }
                });
        grants.forEach((oid, of) -> {
            ObjectId id = new ObjectId(CATALOG, oid);
            definitions.add(new Definition(
                    id.later("privileges"), Kind.PRIVILEGES, TABLE.toString(), of.statements(), Set.of(id)));
        });
    }

    private static void comments(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT d.objoid, quote_literal(d.description) AS text FROM pg_description d"
                        + " WHERE d.classoid = 'pg_largeobject'::regclass ORDER BY 1",
                row -> definitions.add(new Definition(
                        new ObjectId(CATALOG + "/comment", row.getLong("objoid")),
                        Kind.LARGE_OBJECT_COMMENT,
                        TABLE.toString(),
                        List.of("COMMENT ON LARGE OBJECT " + row.getLong("objoid") + " IS " + row.getString("text")),
                        Set.of())));
    }
}
