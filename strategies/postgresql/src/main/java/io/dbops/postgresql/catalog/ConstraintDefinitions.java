package io.dbops.postgresql.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keys, exclusions, checks, foreign keys, indexes and extended statistics: what is cheaper made after the rows. Indexes of
 * partitioned tables are made for the parent alone, then for each partition, and attached.
 */
final class ConstraintDefinitions {

    private final Catalog catalog;
    private final List<Definition> definitions;

    private ConstraintDefinitions(Catalog catalog, List<Definition> definitions) {
        this.catalog = catalog;
        this.definitions = definitions;
    }

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        ConstraintDefinitions constraints = new ConstraintDefinitions(catalog, definitions);
        constraints.constraints();
        constraints.indexes();
        constraints.indexPartitions();
        constraints.statistics();
    }

    private void constraints() throws SQLException {
        catalog.each(
                "SELECT con.oid, con.contype, con.conindid, format('%I.%I', n.nspname, c.relname) AS table_name,"
                        + " format('%I', con.conname) AS name, pg_get_constraintdef(con.oid) AS definition,"
                        + " coalesce(i.indisclustered, false) AS clustered, coalesce(i.indisreplident, false) AS replica_identity"
                        + " FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = con.conindid"
                        + " AND con.contype IN ('p', 'u', 'x')"
                        + " WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND (con.contype IN ('p', 'u', 'x')"
                        // What is inherited comes with the parent's.
                        + " OR con.contype = 'c' AND con.conislocal OR con.contype = 'f' AND con.conparentid = 0)"
                        + " AND " + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_class", "c.oid"),
                this::constraint);
    }

    private void constraint(ResultSet row) throws SQLException {
        String type = row.getString("contype");
        String table = row.getString("table_name");
        String name = row.getString("name");
        Kind kind =
                switch (type) {
                    case "c" -> Kind.CHECK;
                    case "f" -> Kind.FOREIGN_KEY;
                    default -> Kind.KEY;
                };
        List<String> statements = new ArrayList<>();
        // ONLY keeps a key off the partitions, which have theirs; checks and foreign keys go down to all children.
        statements.add("ALTER TABLE " + (kind == Kind.KEY ? "ONLY " : "") + table + " ADD CONSTRAINT " + name + " "
                + row.getString("definition"));
        addIndexUses(row, statements, table, name);
        definitions.add(new Definition(
                new ObjectId("pg_constraint", row.getLong("oid")), kind, table + "." + name, statements, Set.of()));
    }

    private static void addIndexUses(ResultSet row, List<String> statements, String table, String index)
            throws SQLException {
        if (row.getBoolean("clustered")) {
            statements.add("ALTER TABLE ONLY " + table + " CLUSTER ON " + index);
        }
        if (row.getBoolean("replica_identity")) {
            statements.add("ALTER TABLE ONLY " + table + " REPLICA IDENTITY USING INDEX " + index);
        }
    }

    /** Without invalid ones, the remains of a concurrent build that failed; those of partitioned tables become valid when all are attached. */
    private void indexes() throws SQLException {
        catalog.each(
                "SELECT i.indexrelid, format('%I.%I', n.nspname, c.relname) AS table_name, format('%I.%I', n.nspname, x.relname)"
                        + " AS name, format('%I', x.relname) AS bare, pg_get_indexdef(i.indexrelid) AS definition,"
                        + " i.indisclustered AS clustered, i.indisreplident AS replica_identity"
                        + " FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND (i.indisvalid OR x.relkind = 'I')"
                        + " AND NOT EXISTS (SELECT 1 FROM pg_constraint con WHERE con.conindid = i.indexrelid"
                        + " AND con.conrelid = i.indrelid AND con.contype IN ('p', 'u', 'x'))"
                        + " AND " + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_class", "c.oid"),
                row -> {
                    List<String> statements = new ArrayList<>();
                    statements.add(row.getString("definition"));
                    addIndexUses(row, statements, row.getString("table_name"), row.getString("bare"));
                    definitions.add(new Definition(
                            new ObjectId("pg_class", row.getLong("indexrelid")),
                            Kind.INDEX,
                            row.getString("name"),
                            statements,
                            Set.of()));
                });
    }

    private void indexPartitions() throws SQLException {
        catalog.each(
                "SELECT x.oid AS child_oid, p.oid AS parent_oid, format('%I.%I', n.nspname, x.relname) AS child,"
                        + " format('%I.%I', pn.nspname, p.relname) AS parent"
                        + " FROM pg_inherits h JOIN pg_class x ON x.oid = h.inhrelid JOIN pg_namespace n ON n.oid = x.relnamespace"
                        + " JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace"
                        + " WHERE x.relkind IN ('i', 'I') AND " + catalog.inScope("n.oid") + " AND "
                        + catalog.inScope("pn.oid"),
                row -> {
                    ObjectId child = new ObjectId("pg_class", row.getLong("child_oid"));
                    definitions.add(new Definition(
                            child.later("attach"),
                            Kind.INDEX_PARTITION,
                            row.getString("child"),
                            List.of("ALTER INDEX " + row.getString("parent") + " ATTACH PARTITION "
                                    + row.getString("child")),
                            Set.of(child, new ObjectId("pg_class", row.getLong("parent_oid")))));
                });
    }

    private void statistics() throws SQLException {
        catalog.each(
                "SELECT s.oid, format('%I.%I', n.nspname, s.stxname) AS name, pg_get_statisticsobjdef(s.oid) AS sql,"
                        + " CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS target"
                        + " FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE "
                        + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_statistic_ext", "s.oid"),
                row -> {
                    List<String> statements = new ArrayList<>();
                    statements.add(row.getString("sql"));
                    if (row.getString("target") != null) {
                        statements.add("ALTER STATISTICS " + row.getString("name") + " SET STATISTICS "
                                + row.getString("target"));
                    }
                    definitions.add(new Definition(
                            new ObjectId("pg_statistic_ext", row.getLong("oid")),
                            Kind.STATISTICS,
                            row.getString("name"),
                            statements,
                            Set.of()));
                });
    }
}
