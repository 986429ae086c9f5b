package io.dbops.postgresql.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may do what with what is defined, and default privileges. Where privileges were ever set, they are set anew from none, in
 * the order in which they were granted, so that what an object has by itself, which differs between versions, does not remain.
 */
final class PrivilegeDefinitions {

    /** Expressions over a row {@code a} of aclexplode, for {@link Grants#add}. */
    static final String ENTRY =
            SecuredObjects.role("a.grantor") + " AS grantor, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE "
                    + SecuredObjects.role("a.grantee") + " END AS grantee, a.privilege, a.grantable";

    static final String NAMES = " WITH ORDINALITY a(grantor, grantee, privilege, grantable, number)";

    private final Catalog catalog;
    private final Map<String, Set<String>> complete = new HashMap<>();

    private PrivilegeDefinitions(Catalog catalog) {
        this.catalog = catalog;
    }

    static void read(Catalog catalog, Dependencies dependencies, List<Definition> objects, List<Definition> definitions)
            throws SQLException {
        PrivilegeDefinitions privileges = new PrivilegeDefinitions(catalog);
        privileges.readComplete();
        Map<ObjectId, Definition> defined = new HashMap<>();
        objects.forEach(definition -> defined.putIfAbsent(definition.id(), definition));
        Map<ObjectId, Grants> grants = privileges.onObjects();
        grants.putAll(privileges.onColumns());
        grants.forEach((id, of) -> {
            Definition object = defined.get(dependencies.whole(id.object()));
            if (object != null) {
                definitions.add(new Definition(
                        id.later("privileges"),
                        Kind.PRIVILEGES,
                        object.plainName(),
                        of.statements(),
                        Set.of(object.id())));
            }
        });
        privileges.defaults(definitions);
    }

    /** All that can be granted on each class of objects here; a newer server knows more, and ALL means that too. */
    private void readComplete() throws SQLException {
        catalog.each(
                "SELECT k.class, a.privilege_type FROM unnest(ARRAY['r', 's', 'f', 'T', 'n', 'L']) k(class),"
                        + " aclexplode(acldefault(k.class::\"char\", 10)) a WHERE a.grantee = 10",
                row -> complete.computeIfAbsent(row.getString(1), name -> new HashSet<>())
                        .add(row.getString(2)));
    }

    private Map<ObjectId, Grants> onObjects() throws SQLException {
        Map<ObjectId, Grants> grants = new LinkedHashMap<>();
        catalog.each(
                "SELECT o.catalog, o.oid, CASE WHEN o.kind LIKE '%VIEW' THEN 'TABLE' ELSE o.kind END || ' ' || o.name AS target,"
                        + " o.class, " + SecuredObjects.role("o.owner") + " AS owner, " + ENTRY
                        + " FROM (" + SecuredObjects.ALL + ") o LEFT JOIN LATERAL aclexplode(o.acl)" + NAMES
                        + " ON true WHERE o.acl IS NOT NULL AND NOT "
                        + SecuredObjects.openAsByInitdb(catalog) + " ORDER BY o.catalog, o.oid, a.number",
                row -> add(
                        row,
                        grants,
                        new ObjectId(row.getString("catalog"), row.getLong("oid")),
                        new Grants(
                                "",
                                row.getString("target"),
                                "",
                                row.getString("owner"),
                                all(row.getString("class")),
                                true)));
        return grants;
    }

    private Map<ObjectId, Grants> onColumns() throws SQLException {
        Map<ObjectId, Grants> grants = new LinkedHashMap<>();
        catalog.each(
                "SELECT c.oid, t.attnum, format('TABLE %I.%I', n.nspname, c.relname) AS target, format('%I', t.attname) AS name, "
                        + SecuredObjects.role("c.relowner") + " AS owner, " + ENTRY
                        + " FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL aclexplode(t.attacl)" + NAMES
                        + " WHERE t.attacl IS NOT NULL AND NOT t.attisdropped AND t.attnum > 0"
                        + " ORDER BY c.oid, t.attnum, a.number",
                row -> add(
                        row,
                        grants,
                        new ObjectId("pg_class", row.getLong("oid")).later("column " + row.getInt("attnum")),
                        new Grants(
                                "",
                                row.getString("target"),
                                row.getString("name"),
                                row.getString("owner"),
                                Set.of(),
                                false)));
        return grants;
    }

    /** Those for one schema add to what is otherwise granted; those for all stand instead of it. */
    private void defaults(List<Definition> definitions) throws SQLException {
        Map<ObjectId, Grants> grants = new LinkedHashMap<>();
        Map<ObjectId, Long> schemas = new HashMap<>();
        Map<ObjectId, String> names = new HashMap<>();
        catalog.each(
                "SELECT d.oid, d.defaclnamespace AS schema, CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END"
                        + " AS class, CASE d.defaclobjtype WHEN 'r' THEN 'TABLES'"
                        + " WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS'"
                        + " ELSE 'LARGE OBJECTS' END AS target, " + SecuredObjects.role("d.defaclrole") + " AS owner,"
                        + " coalesce('IN SCHEMA ' || quote_ident(n.nspname) || ' ', '') AS within,"
                        + " coalesce(quote_ident(n.nspname) || '.', '') || format('%I', pg_get_userbyid(d.defaclrole)) AS name, "
                        + ENTRY + " FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace"
                        + " LEFT JOIN LATERAL aclexplode(d.defaclacl)" + NAMES + " ON true WHERE "
                        + catalog.inScope("d.defaclnamespace")
                        + (catalog.everySchema() ? " OR d.defaclnamespace = 0" : "")
                        + " ORDER BY name, d.oid, a.number",
                row -> {
                    ObjectId id = new ObjectId("pg_default_acl", row.getLong("oid"));
                    schemas.put(id, row.getLong("schema"));
                    names.put(id, row.getString("name"));
                    add(
                            row,
                            grants,
                            id,
                            new Grants(
                                    "ALTER DEFAULT PRIVILEGES FOR ROLE " + row.getString("owner") + " "
                                            + row.getString("within"),
                                    row.getString("target"),
                                    "",
                                    row.getString("owner"),
                                    all(row.getString("class")),
                                    row.getLong("schema") == 0));
                });
        grants.forEach((id, of) -> {
            long schema = schemas.getOrDefault(id, 0L);
            definitions.add(new Definition(
                    id,
                    Kind.DEFAULT_PRIVILEGES,
                    names.getOrDefault(id, ""),
                    of.statements(),
                    schema == 0 ? Set.of() : Set.of(new ObjectId("pg_namespace", schema))));
        });
    }

    private Set<String> all(String objects) {
        return complete.getOrDefault(objects, Set.of());
    }

    /** One entry more of what is granted on something, which may be the first. */
    private static void add(ResultSet row, Map<ObjectId, Grants> grants, ObjectId id, Grants first)
            throws SQLException {
        Grants known = grants.putIfAbsent(id, first);
        (known == null ? first : known).add(row);
    }
}
