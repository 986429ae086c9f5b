package io.dbops.postgresql.clean;

import java.util.List;

/** What is asked of the catalogue, all in one round trip; run with {@code pg_catalog} as the only schema on the path. */
final class CatalogQueries {

    /** One moment for all queries; and a path that makes the catalogue qualify names. For this transaction only. */
    static final String SETTINGS =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path = pg_catalog, pg_temp";

    /** Each schema asked for that is there; the server's locks that all its transactions share; the superuser. */
    static final String SCHEMAS = """
            SELECT n.nspname, starts_with(n.nspname::text, 'pg_') OR n.nspname = 'information_schema' AS reserved,
                   current_setting('max_locks_per_transaction')::bigint
                     * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint)
                     AS locks,
                   current_user::text AS role
            FROM pg_namespace n WHERE n.nspname = ANY (?)""";

    /** What is dropped by its own name. Not what is an internal part of another object, nor what an extension made. */
    static final String UNITS = "WITH s AS (SELECT n.oid, n.nspname, pg_has_role(n.nspowner, 'USAGE') AS owned"
            + " FROM pg_namespace n WHERE n.nspname = ANY (?)), o (catalog, oid, name, ns, owner) AS ("
            + String.join(" UNION ALL ", members())
            + """
            ) SELECT o.catalog, o.oid, CASE WHEN t.typtype = 'd' THEN 'domain' ELSE i.type END AS label, i.type AS type,
              coalesce(s.nspname, '') AS schema, o.name,
              CASE WHEN p.prokind = 'p' THEN format('%I.%I(%s)', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                   WHEN f.oid IS NOT NULL THEN format_type(f.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname)
                   ELSE i.identity END AS identity,
              coalesce(pg_get_userbyid(o.owner), '') AS owner,
              coalesce(s.owned, false) OR coalesce(pg_has_role(o.owner, 'USAGE'), false)
                OR (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) AS may
            FROM o JOIN pg_identify_object(o.catalog, o.oid, 0) i ON true
            LEFT JOIN s ON s.oid = o.ns
            LEFT JOIN pg_proc p ON o.catalog = 'pg_proc'::regclass AND p.oid = o.oid
            LEFT JOIN pg_type t ON o.catalog = 'pg_type'::regclass AND t.oid = o.oid
            LEFT JOIN pg_transform f ON o.catalog = 'pg_transform'::regclass AND f.oid = o.oid
            LEFT JOIN pg_language l ON l.oid = f.trflang
            WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.oid
              AND d.objsubid = 0 AND (d.refclassid, d.refobjid) <> (d.classid, d.objid) AND (d.deptype IN ('i', 'e') OR d.deptype = 'a' AND i.type = 'sequence' AND d.refobjsubid > 0))
            ORDER BY 5, 6, 7""";

    /**
     * What depends on what, among objects of users, and whether the one is a part of the other. A sequence of a column and an
     * index are parts; a partition, or statistics in another schema, would be taken along with their table and are none.
     */
    static final String DEPENDENCIES = """
            SELECT d.classid, d.objid, d.refclassid, d.refobjid, d.deptype::text,
              d.deptype IN ('i', 'e', 'S') OR d.deptype IN ('a', 'P') AND (
                d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_trigger'::regclass,
                  'pg_rewrite'::regclass, 'pg_policy'::regclass)
                OR d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
                  AND d.refclassid IN ('pg_opfamily'::regclass, 'pg_opclass'::regclass)
                OR c.relkind IN ('i', 'I', 'S')) IS TRUE
            FROM pg_depend d LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
            WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
              AND d.classid NOT IN ('pg_publication_rel'::regclass, 'pg_default_acl'::regclass)
              AND d.refclassid <> 'pg_namespace'::regclass""";

    /** What stays in any case. */
    static final String LEFT = """
            SELECT 'extension ' || e.extname, 'it belongs to another schema; ' || count(*) || ' of its objects are in '
                   || string_agg(DISTINCT a.schema, ', ')
              FROM pg_extension e JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
                AND d.deptype = 'e' JOIN pg_identify_object(d.classid, d.objid, 0) a ON true
              JOIN pg_namespace n ON n.nspname = ANY (?) AND quote_ident(n.nspname) = a.schema
              WHERE e.extnamespace <> n.oid GROUP BY e.extname
            UNION ALL SELECT 'default privileges in schema ' || n.nspname, 'they are settings of the schema'
              FROM pg_namespace n WHERE n.nspname = ANY (?)
                AND EXISTS (SELECT 1 FROM pg_default_acl a WHERE a.defaclnamespace = n.oid)
            UNION ALL SELECT 'event trigger ' || evtname, 'it belongs to the whole database' FROM pg_event_trigger
            UNION ALL SELECT 'publication ' || pubname, 'it belongs to the whole database; dropped tables leave its list'
              FROM pg_publication
            UNION ALL SELECT 'subscription ' || subname, 'it belongs to the whole database' FROM pg_subscription
              WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            UNION ALL SELECT count(*) || ' large objects', 'they are in no schema' FROM pg_largeobject_metadata
              HAVING count(*) > 0""";

    private CatalogQueries() {}

    private static List<String> members() {
        return List.of(
                member("pg_class", "rel", "x.relname::text", "x.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"),
                // A composite type's type; the row types of tables are internal.
                member("pg_type", "typ", "x.typname::text", "true"),
                member("pg_proc", "pro", "x.proname || '(' || oidvectortypes(x.proargtypes) || ')'", "true"),
                member(
                        "pg_operator",
                        "opr",
                        "x.oprname || '(' || CASE WHEN x.oprleft = 0 THEN '' ELSE format_type(x.oprleft, NULL) || ', ' END"
                                + " || format_type(x.oprright, NULL) || ')'",
                        "true"),
                member("pg_opclass", "opc", access("x.opcname", "x.opcmethod"), "true"),
                member("pg_opfamily", "opf", access("x.opfname", "x.opfmethod"), "true"),
                member("pg_collation", "coll", "x.collname::text", "true"),
                member("pg_conversion", "con", "x.conname::text", "true"),
                member("pg_ts_config", "cfg", "x.cfgname::text", "true"),
                member("pg_ts_dict", "dict", "x.dictname::text", "true"),
                unowned("pg_ts_parser", "prs"),
                unowned("pg_ts_template", "tmpl"),
                member("pg_statistic_ext", "stx", "x.stxname::text", "true"),
                "SELECT 'pg_extension'::regclass::oid, x.oid, x.extname::text, NULL::oid, x.extowner FROM pg_extension x"
                        + " JOIN s ON s.oid = x.extnamespace",
                // In no schema, but nothing without their types.
                "SELECT 'pg_cast'::regclass::oid, x.oid, format_type(x.castsource, NULL) || ' AS '"
                        + " || format_type(x.casttarget, NULL), NULL::oid,"
                        + " (SELECT t.typowner FROM pg_type t JOIN s ON s.oid = t.typnamespace"
                        + " WHERE t.oid IN (x.castsource, x.casttarget)"
                        + " ORDER BY pg_has_role(t.typowner, 'USAGE') DESC LIMIT 1)"
                        + " FROM pg_cast x WHERE EXISTS (SELECT 1 FROM pg_type t JOIN s ON s.oid = t.typnamespace"
                        + " WHERE t.oid IN (x.castsource, x.casttarget))",
                "SELECT 'pg_transform'::regclass::oid, x.oid, format_type(x.trftype, NULL), NULL::oid, t.typowner"
                        + " FROM pg_transform x JOIN pg_type t ON t.oid = x.trftype JOIN s ON s.oid = t.typnamespace");
    }

    private static String member(String catalog, String prefix, String name, String condition) {
        return "SELECT '" + catalog + "'::regclass::oid, x.oid, " + name + ", s.oid, x." + prefix + "owner FROM "
                + catalog + " x JOIN s ON s.oid = x." + prefix + "namespace WHERE " + condition;
    }

    private static String unowned(String catalog, String prefix) {
        return "SELECT '" + catalog + "'::regclass::oid, x.oid, x." + prefix + "name::text, s.oid, NULL::oid FROM "
                + catalog + " x JOIN s ON s.oid = x." + prefix + "namespace";
    }

    private static String access(String name, String method) {
        return name + " || ' USING ' || (SELECT a.amname FROM pg_am a WHERE a.oid = " + method + ")";
    }
}
