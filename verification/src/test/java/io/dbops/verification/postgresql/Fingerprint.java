package io.dbops.verification.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A database as text, by names and never by OIDs: equal texts, equal databases. Shares nothing with the code under test.
 * Whether a key is inherited is told by its parent; the server's own flag for it depends on how the key was made.
 */
final class Fingerprint {

    private static final String OURS = " NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("schemas", "SELECT nspname FROM pg_namespace WHERE nspname" + OURS);
        QUERIES.put("extensions", "SELECT extname, extnamespace::regnamespace, extversion FROM pg_extension");
        QUERIES.put(
                "relations",
                "SELECT c.oid::regclass, relkind, relpersistence, reloptions::text, relispartition, relreplident, relrowsecurity,"
                        + " relforcerowsecurity, relispopulated, reloftype::regtype, pg_get_partkeydef(c.oid),"
                        + " pg_get_expr(relpartbound, c.oid), (SELECT amname FROM pg_am a WHERE a.oid = relam),"
                        + " (SELECT t.reloptions::text FROM pg_class t WHERE t.oid = c.reltoastrelid)"
                        + " FROM pg_class c WHERE relnamespace::regnamespace::text" + OURS);
        QUERIES.put(
                "columns",
                "SELECT attrelid::regclass, row_number() OVER (PARTITION BY attrelid ORDER BY attnum), attname,"
                        + " format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attidentity, attgenerated,"
                        + " attcollation::regcollation, attstorage, attcompression, attislocal, attinhcount,"
                        + " coalesce(attstattarget, -1), attoptions::text"
                        + " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid"
                        + " AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped AND relkind NOT IN ('i', 'I')"
                        + " AND relnamespace::regnamespace::text" + OURS);
        QUERIES.put(
                "constraints",
                "SELECT conrelid::regclass, contypid::regtype, conname, contype, pg_get_constraintdef(oid), convalidated, conislocal,"
                        + " coninhcount, contype IN ('c', 'n') AND connoinherit, (SELECT p.conname FROM pg_constraint p WHERE p.oid = k.conparentid)"
                        + " FROM pg_constraint k WHERE connamespace::regnamespace::text" + OURS);
        QUERIES.put(
                "indexes",
                "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid), indisvalid, indisprimary, indisclustered, indisreplident,"
                        + " (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = indexrelid)"
                        + " FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace::regnamespace::text"
                        + OURS);
        QUERIES.put("inheritance", "SELECT inhrelid::regclass, inhparent::regclass, inhseqno FROM pg_inherits");
        QUERIES.put(
                "types",
                "SELECT t.oid::regtype, typtype, typcategory, typnotnull, typdefault, typbasetype::regtype, typtypmod,"
                        + " typcollation::regcollation, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum"
                        + " WHERE enumtypid = t.oid), (SELECT format('%s %s %s %s %s', rngsubtype::regtype, rngsubdiff,"
                        + " rngmultitypid::regtype, rngcollation::regcollation, (SELECT opcname FROM pg_opclass o"
                        + " WHERE o.oid = rngsubopc)) FROM pg_range WHERE rngtypid = t.oid)"
                        + " FROM pg_type t WHERE typnamespace::regnamespace::text" + OURS);
        QUERIES.put("enumerations", "SELECT enumtypid::regtype, count(*) FROM pg_enum GROUP BY 1");
        QUERIES.put(
                "functions",
                "SELECT oid::regprocedure, pg_get_functiondef(oid) FROM pg_proc WHERE prokind <> 'a'"
                        + " AND pronamespace::regnamespace::text" + OURS);
        QUERIES.put(
                "aggregates",
                "SELECT aggfnoid::regprocedure, aggkind, aggtransfn, aggfinalfn, aggcombinefn, aggtranstype::regtype, agginitval,"
                        + " aggfinalmodify, aggsortop::regoper, proparallel FROM pg_aggregate JOIN pg_proc p ON p.oid = aggfnoid"
                        + " WHERE pronamespace::regnamespace::text" + OURS);
        QUERIES.put("views", "SELECT schemaname, viewname, definition FROM pg_views WHERE schemaname" + OURS);
        QUERIES.put("materialized views", "SELECT schemaname, matviewname, definition, ispopulated FROM pg_matviews");
        QUERIES.put(
                "triggers",
                "SELECT tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal");
        QUERIES.put(
                "rules",
                "SELECT ev_class::regclass, rulename, ev_enabled, pg_get_ruledef(oid) FROM pg_rewrite WHERE oid > 16383");
        QUERIES.put("policies", "SELECT * FROM pg_policies");
        QUERIES.put(
                "sequences",
                "SELECT schemaname, sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size,"
                        + " last_value FROM pg_sequences");
        QUERIES.put(
                "sequence owners",
                "SELECT objid::regclass, refobjid::regclass, refobjsubid > 0, deptype FROM pg_depend JOIN pg_class c ON c.oid = objid"
                        + " WHERE relkind = 'S' AND deptype IN ('a', 'i')");
        QUERIES.put(
                "statistics",
                "SELECT stxname, pg_get_statisticsobjdef(oid), coalesce(stxstattarget, -1) FROM pg_statistic_ext");
        QUERIES.put(
                "collations",
                "SELECT oid::regcollation, collprovider, collisdeterministic, collcollate, collctype FROM pg_collation"
                        + " WHERE oid > 16383");
        QUERIES.put(
                "comments",
                "SELECT o.type, o.identity, description FROM pg_description, pg_identify_object(classoid, objoid, objsubid) o"
                        + " WHERE objoid > 16383");
    }

    private Fingerprint() {}

    /** One text per kind of object, and one per table's rows. */
    static Map<String, String> of(DataSource database) throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                texts.put(query.getKey(), lines(connection, query.getValue()));
            }
            for (String table : Sql.rows(
                    connection,
                    "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm')"
                            + " AND relispopulated AND relnamespace::regnamespace::text" + OURS + " ORDER BY 1")) {
                texts.put("rows of " + table, lines(connection, "SELECT * FROM ONLY " + table));
            }
        }
        return texts;
    }

    /** The lines that only one of two databases has, for a readable failure. */
    static List<String> differences(Map<String, String> expected, Map<String, String> actual) {
        List<String> differences = new ArrayList<>();
        for (String part : expected.keySet()) {
            List<String> missing = new ArrayList<>(List.of(expected.get(part).split("\n")));
            List<String> extra =
                    new ArrayList<>(List.of(actual.getOrDefault(part, "").split("\n")));
            List<String> common = List.copyOf(missing);
            missing.removeAll(extra);
            extra.removeAll(common);
            missing.forEach(line -> differences.add(part + " lost: " + line));
            extra.forEach(line -> differences.add(part + " gained: " + line));
        }
        return differences;
    }

    private static String lines(Connection connection, String query) throws SQLException {
        List<String> lines = new ArrayList<>(Sql.rows(connection, "SELECT q::text FROM (" + query + ") q ORDER BY 1"));
        return String.join("\n", lines);
    }
}
