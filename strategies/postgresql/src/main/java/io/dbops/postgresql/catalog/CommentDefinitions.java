package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Comments on everything that is defined. */
final class CommentDefinitions {

    /** How COMMENT ON spells what pg_identify_object calls by another name; other kinds are spelled alike. */
    private static final Map<String, String> SPELLING = Map.of(
            "table column", "COLUMN",
            "view column", "COLUMN",
            "materialized view column", "COLUMN",
            "composite type column", "COLUMN",
            "table constraint", "CONSTRAINT",
            "domain constraint", "CONSTRAINT",
            "composite type", "TYPE",
            "statistics object", "STATISTICS");

    private CommentDefinitions() {}

    static void read(Catalog catalog, Dependencies dependencies, List<Definition> definitions) throws SQLException {
        Set<ObjectId> defined = new HashSet<>();
        definitions.forEach(definition -> defined.add(definition.id()));
        // The schema public has a comment from initdb, which its new owner may not be allowed to set.
        catalog.each(
                "SELECT c.relname AS catalog, d.objoid, d.objsubid, o.type, o.identity, quote_literal(d.description) AS text"
                        + " FROM pg_description d JOIN pg_class c ON c.oid = d.classoid,"
                        + " pg_identify_object(d.classoid, d.objoid, d.objsubid) o WHERE d.objoid >= 2200"
                        + " AND NOT (o.type = 'schema' AND d.description = 'standard public schema')"
                        + " AND o.type <> 'extension'",
                row -> {
                    ObjectId object = new ObjectId(row.getString("catalog"), row.getLong("objoid"));
                    if (defined.contains(dependencies.whole(object))) {
                        definitions.add(new Definition(
                                object.later("comment " + row.getInt("objsubid")),
                                Kind.COMMENT,
                                row.getString("identity"),
                                List.of("COMMENT ON " + target(row.getString("type"), row.getString("identity"))
                                        + " IS " + row.getString("text")),
                                Set.of(object)));
                    }
                });
    }

    private static String target(String type, String identity) {
        String spelling = SPELLING.getOrDefault(type, type.toUpperCase(Locale.ROOT));
        // "name on table" is the identity of a constraint, trigger, rule or policy; domains need a word more.
        return spelling + " "
                + (type.equals("domain constraint") ? identity.replaceFirst(" on ", " ON DOMAIN ") : identity);
    }
}
