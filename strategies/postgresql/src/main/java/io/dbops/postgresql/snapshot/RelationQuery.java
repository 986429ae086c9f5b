package io.dbops.postgresql.snapshot;

import io.dbops.postgresql.catalog.Catalog;
import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which tables and sequences there are, and what would keep one from being wholly read. */
final class RelationQuery {

    private final Catalog catalog;

    RelationQuery(Catalog catalog) {
        this.catalog = catalog;
    }

    private String tables(String kinds) {
        return " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ("
                + kinds + ") AND c.relpersistence <> 't' AND " + catalog.inScope("n.oid") + " AND "
                + Catalog.ownObject("pg_class", "c.oid");
    }

    /** Names to lock, quoted, in an order that every caller shares. */
    List<String> tableNames() throws SQLException {
        List<String> names = new ArrayList<>();
        catalog.each(
                "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)" + tables("'r', 'p'") + " ORDER BY c.oid",
                row -> names.add(row.getString(1)));
        return names;
    }

    List<Relation> tables() throws SQLException {
        Map<Long, List<String>> columns = new HashMap<>();
        catalog.each(
                "SELECT a.attrelid, a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
                        + " WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND "
                        + catalog.inScope("c.relnamespace") + " ORDER BY a.attrelid, a.attnum",
                row -> columns.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                        .add(row.getString(2)));
        List<Relation> relations = new ArrayList<>();
        catalog.each(
                "SELECT c.oid, coalesce(pg_catalog.pg_relation_filenode(c.oid), 0), n.nspname, c.relname,"
                        + " pg_catalog.format('%I.%I', n.nspname, c.relname), c.relkind = 'r',"
                        + " EXISTS (SELECT 1 FROM pg_catalog.pg_am am WHERE am.oid = c.relam AND am.amname = 'heap'),"
                        + " CASE WHEN c.relkind = 'r' THEN pg_catalog.pg_relation_size(c.oid)"
                        + " / pg_catalog.current_setting('block_size')::bigint ELSE 0 END,"
                        + " CASE WHEN c.relkind = 'r' THEN pg_catalog.pg_table_size(c.oid) ELSE 0 END"
                        + tables("'r', 'p'") + " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"",
                row -> relations.add(new Relation(
                        row.getLong(1),
                        row.getLong(2),
                        new QualifiedName(row.getString(3), row.getString(4)),
                        row.getString(5),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        row.getLong(8),
                        row.getLong(9),
                        columns.getOrDefault(row.getLong(1), List.of()))));
        return relations;
    }

    /** The OIDs of the relations on which this session holds a lock. */
    Set<Long> locked() throws SQLException {
        Set<Long> oids = new HashSet<>();
        catalog.each(
                "SELECT l.relation FROM pg_catalog.pg_locks l WHERE l.pid = pg_catalog.pg_backend_pid()"
                        + " AND l.locktype = 'relation' AND l.mode = 'AccessShareLock' AND l.granted",
                row -> oids.add(row.getLong(1)));
        return oids;
    }

    /** The storage of each table now, whatever the snapshot: these functions read the catalogue as it stands. */
    Map<Long, Long> filenodesNow(List<Relation> relations) throws SQLException {
        Map<Long, Long> filenodes = new HashMap<>();
        StringBuilder oids = new StringBuilder();
        relations.forEach(relation -> oids.append(oids.length() == 0 ? "" : ",").append(relation.oid()));
        catalog.each(
                "SELECT o, coalesce(pg_catalog.pg_relation_filenode(o), 0) FROM pg_catalog.unnest('{" + oids
                        + "}'::pg_catalog.oid[]) o",
                row -> filenodes.put(row.getLong(1), row.getLong(2)));
        return filenodes;
    }

    /** The OID that a table's name means now; 0 when nothing has that name any more. */
    Map<String, Long> oidsNow(List<Relation> relations) throws SQLException {
        Map<String, Long> oids = new HashMap<>();
        StringBuilder names = new StringBuilder();
        relations.forEach(relation -> names.append(names.length() == 0 ? "" : ", ")
                .append('\'')
                .append(relation.quoted().replace("'", "''"))
                .append("'"));
        if (!relations.isEmpty()) {
            catalog.each(
                    "SELECT t, coalesce(pg_catalog.to_regclass(t)::oid, 0) FROM pg_catalog.unnest(ARRAY[" + names
                            + "]) t",
                    row -> oids.put(row.getString(1), row.getLong(2)));
        }
        return oids;
    }

    /** Quoted names of sequences, those of identity columns included. */
    List<String> sequences() throws SQLException {
        List<String> names = new ArrayList<>();
        catalog.each(
                "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)" + tables("'S'") + " ORDER BY 1",
                row -> names.add(row.getString(1)));
        return names;
    }

    /** What this role cannot wholly read, each one sentence. */
    List<String> faults() throws SQLException {
        List<String> faults = new ArrayList<>();
        catalog.each(
                "SELECT n.nspname || '.' || c.relname, CASE"
                        + " WHEN NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') THEN 'is in a schema on which this role lacks USAGE'"
                        + " WHEN NOT pg_catalog.has_table_privilege(c.oid, 'SELECT') THEN 'cannot be read: this role lacks SELECT'"
                        + " WHEN c.relkind <> 'S' AND pg_catalog.row_security_active(c.oid)"
                        + " THEN 'has row-level security that this role does not bypass'"
                        + " WHEN c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery() THEN 'is unlogged, and this is a standby' END"
                        + tables("'r', 'p', 'S'") + " ORDER BY 1",
                row -> {
                    if (row.getString(2) != null) {
                        faults.add(row.getString(1) + " " + row.getString(2) + ".");
                    }
                });
        if (catalog.holdsLargeObjects()) {
            catalog.each(
                    "SELECT 1 FROM pg_catalog.pg_largeobject_metadata WHERE NOT"
                            + " pg_catalog.has_table_privilege('pg_catalog.pg_largeobject', 'SELECT') LIMIT 1",
                    row -> faults.add(
                            "Large objects cannot be read: this role lacks SELECT on pg_catalog.pg_largeobject."));
        }
        return faults;
    }
}
