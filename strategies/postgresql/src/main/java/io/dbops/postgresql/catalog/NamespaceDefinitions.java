package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.List;

/** Schemas, extensions and collations. */
final class NamespaceDefinitions {

    private NamespaceDefinitions() {}

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        schemas(catalog, definitions);
        extensions(catalog, definitions);
        collations(catalog, definitions);
    }

    /** With the schemas of extensions, which any schema's objects may use. */
    private static void schemas(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT n.oid, n.nspname, format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS sql FROM pg_namespace n WHERE ("
                        + catalog.inScope("n.oid")
                        + " OR n.nspname !~ '^pg_' AND n.oid IN (SELECT e.extnamespace FROM pg_extension e)) AND "
                        + Catalog.ownObject("pg_namespace", "n.oid"),
                row -> definitions.add(Definition.of(
                        new ObjectId("pg_namespace", row.getLong("oid")),
                        Kind.SCHEMA,
                        row.getString("nspname"),
                        row.getString("sql"))));
    }

    /** In the version that the target has: the one of the source may not be installed there. */
    private static void extensions(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT e.oid, e.extname, format('CREATE EXTENSION IF NOT EXISTS %I', e.extname)"
                        + " || CASE WHEN n.nspname = 'pg_catalog' OR NOT "
                        + Catalog.ownObject("pg_namespace", "n.oid")
                        + " THEN '' ELSE format(' WITH SCHEMA %I', n.nspname) END AS sql"
                        + " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                        + " WHERE e.extname <> 'plpgsql'",
                row -> definitions.add(Definition.of(
                        new ObjectId("pg_extension", row.getLong("oid")),
                        Kind.EXTENSION,
                        row.getString("extname"),
                        row.getString("sql"))));
    }

    private static void collations(Catalog catalog, List<Definition> definitions) throws SQLException {
        String locale = catalog.majorVersion() >= 17
                ? "coalesce(c.colllocale, c.collcollate)"
                : catalog.majorVersion() >= 15 ? "coalesce(c.colliculocale, c.collcollate)" : "c.collcollate";
        String rules = catalog.majorVersion() >= 16 ? "c.collicurules" : "NULL";
        catalog.each(
                "SELECT c.oid, format('%I.%I', n.nspname, c.collname) AS name, CASE WHEN c.collprovider = 'c' THEN"
                        + " format('provider = libc, lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype)"
                        + " ELSE format('provider = %s, locale = %L', CASE c.collprovider WHEN 'i' THEN 'icu' ELSE 'builtin' END, "
                        + locale + ") END || CASE WHEN c.collisdeterministic THEN '' ELSE ', deterministic = false' END"
                        + " || coalesce(', rules = ' || quote_literal(" + rules + "), '') AS options"
                        + " FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace"
                        + " WHERE c.collprovider IN ('c', 'i', 'b') AND " + catalog.inScope("n.oid") + " AND "
                        + Catalog.ownObject("pg_collation", "c.oid"),
                row -> definitions.add(Definition.of(
                        new ObjectId("pg_collation", row.getLong("oid")),
                        Kind.COLLATION,
                        row.getString("name"),
                        "CREATE COLLATION " + row.getString("name") + " (" + row.getString("options") + ")")));
    }
}
