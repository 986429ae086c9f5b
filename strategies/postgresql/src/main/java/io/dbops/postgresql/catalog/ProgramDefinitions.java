package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules, triggers and row policies: what acts on rows, and so comes after them. */
final class ProgramDefinitions {

    private ProgramDefinitions() {}

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        rules(catalog, definitions);
        triggers(catalog, definitions);
        policies(catalog, definitions);
    }

    private static void rules(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT r.oid, format('%I.%I', n.nspname, c.relname) AS table_name, format('%I', r.rulename) AS name,"
                        + " pg_get_ruledef(r.oid) AS sql, r.ev_enabled AS enabled"
                        + " FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE r.rulename <> '_RETURN' AND c.relkind IN ('r', 'p', 'v') AND "
                        + catalog.inScope("n.oid")
                        + " AND " + Catalog.ownObject("pg_class", "c.oid"),
                row -> {
                    String sql = row.getString("sql").strip();
                    add(
                            definitions,
                            new ObjectId("pg_rewrite", row.getLong("oid")),
                            Kind.RULE,
                            row.getString("table_name"),
                            row.getString("name"),
                            sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql,
                            row.getString("enabled"));
                });
    }

    /** Without the copies that a partition has of its parent's triggers. */
    private static void triggers(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT t.oid, format('%I.%I', n.nspname, c.relname) AS table_name, format('%I', t.tgname) AS name,"
                        + " pg_get_triggerdef(t.oid) AS sql, t.tgenabled AS enabled"
                        + " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relkind IN ('r', 'p', 'v') AND "
                        + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_class", "c.oid"),
                row -> add(
                        definitions,
                        new ObjectId("pg_trigger", row.getLong("oid")),
                        Kind.TRIGGER,
                        row.getString("table_name"),
                        row.getString("name"),
                        row.getString("sql"),
                        row.getString("enabled")));
    }

    /** Triggers and rules that are not enabled as usual need a second statement. */
    private static void add(
            List<Definition> definitions,
            ObjectId id,
            Kind kind,
            String table,
            String name,
            String sql,
            String enabled) {
        List<String> statements = new ArrayList<>();
        statements.add(sql);
        String state =
                switch (enabled) {
                    case "D" -> " DISABLE ";
                    case "R" -> " ENABLE REPLICA ";
                    case "A" -> " ENABLE ALWAYS ";
                    default -> "";
                };
        if (!state.isEmpty()) {
            statements.add("ALTER TABLE " + table + state + kind.label().toUpperCase(Locale.ROOT) + " " + name);
        }
        definitions.add(new Definition(id, kind, table + "." + name, statements, Set.of()));
    }

    private static void policies(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT p.oid, format('%I.%I', n.nspname, c.relname) AS table_name, format('%I', p.polname) AS name,"
                        + " CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END || ' FOR ' || CASE p.polcmd"
                        + " WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'"
                        + " ELSE 'ALL' END || ' TO ' || (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE"
                        + " format('%I', pg_get_userbyid(r)) END, ', ') FROM unnest(p.polroles) r)"
                        + " || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')"
                        + " || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') AS body"
                        + " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE " + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_class", "c.oid"),
                row -> definitions.add(Definition.of(
                        new ObjectId("pg_policy", row.getLong("oid")),
                        Kind.POLICY,
                        row.getString("table_name") + "." + row.getString("name"),
                        "CREATE POLICY " + row.getString("name") + " ON " + row.getString("table_name") + " AS "
                                + row.getString("body"))));
    }
}
