package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Views, and materialized views whose rows a restore computes anew. */
final class ViewDefinitions {

    private ViewDefinitions() {}

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        Map<Long, List<String>> defaults = defaults(catalog);
        catalog.each(
                "SELECT c.oid, c.relkind = 'm' AS materialized, c.relispopulated, format('%I.%I', n.nspname, c.relname) AS name,"
                        + " pg_get_viewdef(c.oid) AS definition, " + TableDefinitions.options("c.reloptions", "")
                        + " AS options,"
                        + " (SELECT format(' USING %I', am.amname) FROM pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap')"
                        + " AS method FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND " + catalog.inScope("n.oid")
                        + " AND "
                        + Catalog.ownObject("pg_class", "c.oid"),
                row -> {
                    boolean materialized = row.getBoolean("materialized");
                    String name = row.getString("name");
                    String options = row.getString("options");
                    String method = row.getString("method");
                    ObjectId id = new ObjectId("pg_class", row.getLong("oid"));
                    List<String> statements = new ArrayList<>();
                    statements.add("CREATE " + (materialized ? "MATERIALIZED " : "") + "VIEW " + name
                            + (method == null ? "" : method)
                            + (options == null ? "" : " WITH (" + options + ")")
                            + " AS " + withoutTerminator(row.getString("definition"))
                            + (materialized ? " WITH NO DATA" : ""));
                    statements.addAll(defaults.getOrDefault(id.oid(), List.of()));
                    definitions.add(new Definition(
                            id, materialized ? Kind.MATERIALIZED_VIEW : Kind.VIEW, name, statements, Set.of()));
                    if (materialized && row.getBoolean("relispopulated")) {
                        definitions.add(new Definition(
                                id.later("refresh"),
                                Kind.REFRESH,
                                name,
                                List.of("REFRESH MATERIALIZED VIEW " + name),
                                Set.of(id)));
                    }
                });
    }

    private static Map<Long, List<String>> defaults(Catalog catalog) throws SQLException {
        Map<Long, List<String>> defaults = new HashMap<>();
        catalog.each(
                "SELECT c.oid, format('ALTER VIEW %I.%I ALTER COLUMN %I SET DEFAULT ', n.nspname, c.relname, a.attname)"
                        + " || pg_get_expr(d.adbin, d.adrelid) AS sql FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = d.adrelid"
                        + " AND a.attnum = d.adnum WHERE c.relkind = 'v' AND " + catalog.inScope("n.oid")
                        + " ORDER BY a.attnum",
                row -> defaults.computeIfAbsent(row.getLong("oid"), oid -> new ArrayList<>())
                        .add(row.getString("sql")));
        return defaults;
    }

    private static String withoutTerminator(String definition) {
        String sql = definition.strip();
        return sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql;
    }
}
