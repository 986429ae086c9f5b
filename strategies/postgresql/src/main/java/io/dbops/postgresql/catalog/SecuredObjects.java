package io.dbops.postgresql.catalog;

/** What has an owner, and what has privileges, as queries over the catalogue; pure. */
final class SecuredObjects {

    /**
     * One row for each: {@code catalog, oid, kind, name, owner, acl, class}. The kind is spelled as ALTER does; the class is
     * acldefault's letter, or null for what has no privileges.
     */
    static final String ALL = """
            SELECT 'pg_namespace' AS catalog, n.oid, 'SCHEMA' AS kind, format('%I', n.nspname) AS name, n.nspowner AS owner,
                   n.nspacl AS acl, 'n' AS class FROM pg_namespace n
            UNION ALL SELECT 'pg_class', c.oid, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
                       WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, format('%I.%I', n.nspname, c.relname), c.relowner,
                   c.relacl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'S', 'v', 'm')
            UNION ALL SELECT 'pg_proc', p.oid, 'ROUTINE', p.oid::regprocedure::text, p.proowner, p.proacl, 'f' FROM pg_proc p
                WHERE p.oid >= 16384
            UNION ALL SELECT 'pg_type', t.oid, 'TYPE', format('%I.%I', n.nspname, t.typname), t.typowner, t.typacl, 'T'
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384 AND t.typcategory <> 'A'
                AND t.typtype <> 'm'
            UNION ALL SELECT 'pg_collation', l.oid, 'COLLATION', format('%I.%I', n.nspname, l.collname), l.collowner, NULL, NULL
                FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid >= 16384
            UNION ALL SELECT 'pg_statistic_ext', s.oid, 'STATISTICS', format('%I.%I', n.nspname, s.stxname), s.stxowner, NULL,
                   NULL FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace""";

    /** The first version in which initdb gives the schema public to pg_database_owner, and CREATE on it to nobody else. */
    private static final int GUARDED_PUBLIC = 15;

    private SecuredObjects() {}

    /** An expression: the name of the role as a quoted identifier, always with quotes. */
    static String role(String oid) {
        return "'\"' || replace(pg_get_userbyid(" + oid + "), '\"', '\"\"') || '\"'";
    }

    /** A condition over {@link #ALL}: it is the schema public with the owner that initdb gave it. */
    static String ownedAsByInitdb(Catalog catalog) {
        return "(o.catalog = 'pg_namespace' AND o.name = 'public' AND o.owner = " + publicOwner(catalog) + ")";
    }

    /** A condition over {@link #ALL}: it is the schema public with the privileges that initdb gave it. */
    static String openAsByInitdb(Catalog catalog) {
        String everybody = catalog.majorVersion() < GUARDED_PUBLIC ? "UC" : "U";
        return "(o.catalog = 'pg_namespace' AND o.name = 'public' AND (SELECT array_agg(a::text ORDER BY a::text)"
                + " FROM unnest(o.acl) a) = (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(ARRAY["
                + "makeaclitem(o.owner, o.owner, 'USAGE,CREATE', false)::text, ('=" + everybody
                + "/' || split_part(makeaclitem(o.owner, o.owner, 'USAGE', false)::text, '/', 2))]) a))";
    }

    private static String publicOwner(Catalog catalog) {
        return catalog.majorVersion() < GUARDED_PUBLIC
                ? "10"
                : "(SELECT r.oid FROM pg_roles r WHERE r.rolname = 'pg_database_owner')";
    }
}
