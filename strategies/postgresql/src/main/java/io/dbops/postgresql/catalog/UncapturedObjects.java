package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What exists and has no definition here: named, so that nobody believes it saved. */
final class UncapturedObjects {

    private static final String PERMANENT = "Roles, tablespaces and settings of the database are not captured.";

    private final Map<ObjectId, String> inScope;
    private final List<String> names;
    private final List<String> sentences;

    private UncapturedObjects(Map<ObjectId, String> inScope, List<String> names, List<String> sentences) {
        this.inScope = inScope;
        this.names = names;
        this.sentences = sentences;
    }

    static UncapturedObjects read(Catalog catalog) throws SQLException {
        Map<ObjectId, String> objects = new LinkedHashMap<>();
        List<String> queries = new ArrayList<>();
        queries.add(named(catalog, "pg_operator", "o.oprnamespace", "true"));
        queries.add(named(catalog, "pg_opclass", "o.opcnamespace", "true"));
        queries.add(named(catalog, "pg_opfamily", "o.opfnamespace", "true"));
        queries.add(named(catalog, "pg_conversion", "o.connamespace", "true"));
        queries.add(named(catalog, "pg_ts_config", "o.cfgnamespace", "true"));
        queries.add(named(catalog, "pg_ts_dict", "o.dictnamespace", "true"));
        queries.add(named(catalog, "pg_ts_parser", "o.prsnamespace", "true"));
        queries.add(named(catalog, "pg_ts_template", "o.tmplnamespace", "true"));
        // Base types, and ranges with a canonical function; arrays come with their elements.
        queries.add(named(
                catalog,
                "pg_type",
                "o.typnamespace",
                "(o.typtype = 'b' AND o.typcategory <> 'A' OR o.typtype = 'r' AND EXISTS (SELECT 1 FROM pg_range r"
                        + " WHERE r.rngtypid = o.oid AND r.rngcanonical <> 0))"));
        queries.add(named(catalog, "pg_collation", "o.collnamespace", "o.collprovider NOT IN ('c', 'i', 'b')"));
        queries.add(named(catalog, "pg_class", "o.relnamespace", "o.relkind = 'f'"));
        if (catalog.everySchema()) {
            for (String table : List.of(
                    "pg_cast",
                    "pg_language",
                    "pg_transform",
                    "pg_am",
                    "pg_event_trigger",
                    "pg_foreign_data_wrapper",
                    "pg_foreign_server",
                    "pg_publication")) {
                queries.add("SELECT '" + table + "', o.oid FROM " + table + " o WHERE o.oid >= 16384 AND "
                        + Catalog.ownObject(table, "o.oid")
                        // A multirange's casts come with its type.
                        + " AND NOT EXISTS (SELECT 1 FROM pg_depend i WHERE i.classid = '" + table
                        + "'::regclass AND i.objid = o.oid AND i.deptype = 'i')");
            }
        }
        catalog.each(
                "SELECT u.catalog, u.oid, o.type || ' ' || o.identity AS description FROM ("
                        + String.join(" UNION ALL ", queries)
                        + ") u (catalog, oid), pg_identify_object(('pg_catalog.' || u.catalog)::regclass, u.oid, 0) o"
                        + " ORDER BY 3",
                row -> objects.put(
                        new ObjectId(row.getString("catalog"), row.getLong("oid")),
                        QuotedName.plain(row.getString("description"))));
        List<String> names = new ArrayList<>(objects.values());
        List<String> sentences = new ArrayList<>(List.of(PERMANENT));
        others(catalog, names, sentences);
        return new UncapturedObjects(objects, names, sentences);
    }

    private static String named(Catalog catalog, String table, String namespace, String condition) {
        return "SELECT '" + table + "', o.oid FROM " + table + " o WHERE " + condition + " AND "
                + catalog.inScope(namespace) + " AND " + Catalog.ownObject(table, "o.oid");
    }

    private static void others(Catalog catalog, List<String> names, List<String> sentences) throws SQLException {
        catalog.each(
                "SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'm' AND c.relispopulated AND " + catalog.inScope("n.oid") + " ORDER BY 1",
                row -> sentences.add("The rows of materialized view " + row.getString("name")
                        + " are not captured; a restore computes them from the restored tables."));
        catalog.each(
                "SELECT n.nspname || '.' || x.relname AS name FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid"
                        + " JOIN pg_namespace n ON n.oid = x.relnamespace WHERE NOT i.indisvalid AND x.relkind = 'i' AND "
                        + catalog.inScope("n.oid") + " ORDER BY 1",
                row -> names.add("invalid index " + row.getString("name")));
        if (catalog.everySchema()) {
            extensionRows(catalog, names);
            catalog.each(
                    "SELECT i.type || ' ' || i.identity AS name FROM (" + SecuredObjects.ALL + ") o"
                            + " JOIN pg_depend d ON d.classid = ('pg_catalog.' || o.catalog)::regclass AND d.objid = o.oid"
                            + " AND d.deptype = 'e' LEFT JOIN pg_init_privs p ON p.objoid = o.oid AND p.classoid = d.classid"
                            + " AND p.objsubid = 0, pg_identify_object(d.classid, o.oid, 0) i WHERE NOT coalesce("
                            + "o.acl @> p.initprivs AND p.initprivs @> o.acl, o.acl IS NULL AND p.initprivs IS NULL)",
                    row -> names.add("change of privileges on " + QuotedName.plain(row.getString("name"))));
            catalog.each(
                    "SELECT DISTINCT s.provider FROM pg_seclabel s",
                    row -> names.add("security label of provider " + row.getString("provider")));
            catalog.each(
                    "SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid"
                            + " WHERE d.datname = current_database()",
                    row -> names.add("subscription " + row.getString("subname")));
        }
    }

    /** Of each table only what the extension counts as the user's. */
    private static void extensionRows(Catalog catalog, List<String> names) throws SQLException {
        Map<String, String> queries = new TreeMap<>();
        catalog.each(
                "SELECT e.extname, n.nspname || '.' || t.relname AS name, format('SELECT 1 FROM %I.%I %s LIMIT 1', n.nspname,"
                        + " t.relname, e.extcondition[c.number]) AS query, has_table_privilege(t.oid, 'SELECT') AS readable"
                        + " FROM pg_extension e, unnest(e.extconfig) WITH ORDINALITY c(oid, number)"
                        + " JOIN pg_class t ON t.oid = c.oid JOIN pg_namespace n ON n.oid = t.relnamespace"
                        + " WHERE t.relkind IN ('r', 'p')",
                row -> queries.put(
                        "content of table " + row.getString("name") + " of extension " + row.getString("extname"),
                        row.getBoolean("readable") ? row.getString("query") : "SELECT 1"));
        for (Map.Entry<String, String> each : queries.entrySet()) {
            catalog.each(each.getValue(), row -> names.add(each.getKey()));
        }
    }

    /** What exists and is not captured, by kind and name. */
    List<String> names() {
        return names;
    }

    /** What no backup holds, one sentence each. */
    List<String> sentences() {
        return sentences;
    }

    /** Captured objects that could not be defined again, since they use what is not captured. */
    List<String> faults(List<Definition> definitions, Dependencies dependencies) {
        Map<String, String> faults = new TreeMap<>();
        for (Definition definition : definitions) {
            for (ObjectId needed : dependencies.of(definition)) {
                String missing = inScope.get(needed);
                if (missing != null) {
                    String who = definition.kind().label() + " " + definition.plainName();
                    faults.put(who, "The " + who + " uses the " + missing + ", which cannot be captured.");
                }
            }
        }
        return new ArrayList<>(faults.values());
    }
}
