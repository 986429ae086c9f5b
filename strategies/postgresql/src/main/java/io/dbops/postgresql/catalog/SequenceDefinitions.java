package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Sequences; those of identity columns are defined by their tables. */
final class SequenceDefinitions {

    /** The options of a row {@code s} of pg_sequence, also for identity columns. */
    static final String OPTIONS =
            "format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s', s.seqstart,"
                    + " s.seqincrement, s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)";

    private SequenceDefinitions() {}

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relpersistence = 'u' AS unlogged,"
                        + " format_type(s.seqtypid, NULL) AS type, " + OPTIONS + " AS options, o.refobjid AS owner,"
                        + " (SELECT format('%I.%I.%I', tn.nspname, t.relname, a.attname) FROM pg_class t"
                        + " JOIN pg_namespace tn ON tn.oid = t.relnamespace"
                        + " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.refobjsubid WHERE t.oid = o.refobjid)"
                        + " AS owning_column"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid"
                        + " LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid"
                        + " AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')"
                        + " WHERE c.relkind = 'S' AND o.deptype IS DISTINCT FROM 'i' AND " + catalog.inScope("n.oid")
                        + " AND "
                        + Catalog.ownObject("pg_class", "c.oid"),
                row -> {
                    ObjectId id = new ObjectId("pg_class", row.getLong("oid"));
                    String name = row.getString("name");
                    definitions.add(Definition.of(
                            id,
                            Kind.SEQUENCE,
                            name,
                            "CREATE " + (row.getBoolean("unlogged") ? "UNLOGGED " : "") + "SEQUENCE " + name + " AS "
                                    + row.getString("type") + " " + row.getString("options")));
                    String owningColumn = row.getString("owning_column");
                    if (owningColumn != null) {
                        definitions.add(new Definition(
                                id.later("owner"),
                                Kind.SEQUENCE_OWNER,
                                name,
                                List.of("ALTER SEQUENCE " + name + " OWNED BY " + owningColumn),
                                Set.of(id, new ObjectId("pg_class", row.getLong("owner")))));
                    }
                });
    }
}
