package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Enumerations, domains, composite types and ranges. */
final class TypeDefinitions {

    private final Catalog catalog;
    private final List<Definition> definitions;

    private TypeDefinitions(Catalog catalog, List<Definition> definitions) {
        this.catalog = catalog;
        this.definitions = definitions;
    }

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        TypeDefinitions types = new TypeDefinitions(catalog, definitions);
        types.enumerations();
        types.domains();
        types.composites();
        types.ranges();
    }

    private void enumerations() throws SQLException {
        catalog.each(
                "SELECT t.oid, format('%I.%I', n.nspname, t.typname) AS name, (SELECT string_agg(quote_literal(e.enumlabel),"
                        + " ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels"
                        + fromTypes() + " AND t.typtype = 'e'",
                row -> {
                    String labels = row.getString("labels");
                    add(
                            row.getLong("oid"),
                            row.getString("name"),
                            List.of("CREATE TYPE " + row.getString("name") + " AS ENUM ("
                                    + (labels == null ? "" : labels) + ")"));
                });
    }

    private void domains() throws SQLException {
        Map<Long, List<String>> constraints = new HashMap<>();
        // NOT NULL has rows of its own from version 17 on; its name is kept in the definition below.
        catalog.each(
                "SELECT con.contypid, format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I ', n.nspname, t.typname, con.conname)"
                        + " || pg_get_constraintdef(con.oid) AS sql FROM pg_constraint con JOIN pg_type t ON t.oid = con.contypid"
                        + " JOIN pg_namespace n ON n.oid = t.typnamespace WHERE con.contype = 'c' AND "
                        + catalog.inScope("n.oid") + " ORDER BY con.conname",
                row -> constraints
                        .computeIfAbsent(row.getLong("contypid"), oid -> new ArrayList<>())
                        .add(row.getString("sql")));
        catalog.each(
                "SELECT t.oid, format('%I.%I', n.nspname, t.typname) AS name, format_type(t.typbasetype, t.typtypmod)"
                        + " || CASE WHEN t.typcollation <> b.typcollation THEN (SELECT format(' COLLATE %I.%I', cn.nspname,"
                        + " c.collname) FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace"
                        + " WHERE c.oid = t.typcollation) ELSE '' END"
                        + " || coalesce(' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), '')"
                        + " || CASE WHEN t.typnotnull THEN coalesce((SELECT format(' CONSTRAINT %I', con.conname)"
                        + " FROM pg_constraint con WHERE con.contypid = t.oid AND con.contype = 'n'), '') || ' NOT NULL'"
                        + " ELSE '' END AS body"
                        + fromTypes("JOIN pg_type b ON b.oid = t.typbasetype") + " AND t.typtype = 'd'",
                row -> {
                    List<String> statements = new ArrayList<>();
                    statements.add("CREATE DOMAIN " + row.getString("name") + " AS " + row.getString("body"));
                    statements.addAll(constraints.getOrDefault(row.getLong("oid"), List.of()));
                    add(row.getLong("oid"), row.getString("name"), statements);
                });
    }

    private void composites() throws SQLException {
        catalog.each(
                "SELECT t.oid, format('%I.%I', n.nspname, t.typname) AS name, (SELECT string_agg(format('%I %s', a.attname,"
                        + " format_type(a.atttypid, a.atttypmod)) || CASE WHEN a.attcollation <> at.typcollation THEN"
                        + " (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname) FROM pg_collation co JOIN pg_namespace cn"
                        + " ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) ELSE '' END, ', ' ORDER BY a.attnum)"
                        + " FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid WHERE a.attrelid = t.typrelid"
                        + " AND a.attnum > 0 AND NOT a.attisdropped) AS attributes"
                        + fromTypes("JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'")
                        + " AND t.typtype = 'c'",
                row -> {
                    String attributes = row.getString("attributes");
                    add(
                            row.getLong("oid"),
                            row.getString("name"),
                            List.of("CREATE TYPE " + row.getString("name") + " AS ("
                                    + (attributes == null ? "" : attributes) + ")"));
                });
    }

    /** A range with a canonical function needs a shell type and a function in C; UncapturedObjects names it. */
    private void ranges() throws SQLException {
        catalog.each(
                "SELECT t.oid, format('%I.%I', n.nspname, t.typname) AS name, 'subtype = ' || format_type(r.rngsubtype, NULL)"
                        + " || (SELECT format(', subtype_opclass = %I.%I', opn.nspname, o.opcname) FROM pg_opclass o"
                        + " JOIN pg_namespace opn ON opn.oid = o.opcnamespace WHERE o.oid = r.rngsubopc)"
                        + " || coalesce((SELECT format(', collation = %I.%I', cn.nspname, co.collname) FROM pg_collation co"
                        + " JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = r.rngcollation), '')"
                        + " || coalesce((SELECT format(', subtype_diff = %I.%I', pn.nspname, p.proname) FROM pg_proc p"
                        + " JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = r.rngsubdiff), '')"
                        + " || (SELECT format(', multirange_type_name = %I.%I', mn.nspname, m.typname) FROM pg_type m"
                        + " JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid) AS options"
                        + fromTypes("JOIN pg_range r ON r.rngtypid = t.oid AND r.rngcanonical = 0")
                        + " AND t.typtype = 'r'",
                row -> add(
                        row.getLong("oid"),
                        row.getString("name"),
                        List.of("CREATE TYPE " + row.getString("name") + " AS RANGE (" + row.getString("options")
                                + ")")));
    }

    private String fromTypes(String... joins) {
        return " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace " + String.join(" ", joins) + " WHERE "
                + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_type", "t.oid");
    }

    private void add(long oid, String name, List<String> statements) {
        definitions.add(new Definition(new ObjectId("pg_type", oid), Kind.TYPE, name, statements, Set.of()));
    }
}
