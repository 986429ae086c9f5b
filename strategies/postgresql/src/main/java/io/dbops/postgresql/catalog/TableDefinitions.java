package io.dbops.postgresql.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables with their columns; keys and checks come after the rows. Partitions are made as tables of their own and attached,
 * which keeps the order of their columns; children of plain inheritance name their parents, which keeps what is inherited.
 */
final class TableDefinitions {

    private final Catalog catalog;
    private final List<Definition> definitions;
    private final Map<Long, List<TableColumn>> columns = new HashMap<>();

    private TableDefinitions(Catalog catalog, List<Definition> definitions) {
        this.catalog = catalog;
        this.definitions = definitions;
    }

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        TableDefinitions tables = new TableDefinitions(catalog, definitions);
        TableColumn.read(catalog, (table, column) -> tables.columns
                .computeIfAbsent(table, t -> new ArrayList<>())
                .add(column));
        tables.tables();
    }

    private void tables() throws SQLException {
        catalog.each(
                "SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relpersistence = 'u' AS unlogged,"
                        + " c.relispartition AS partition, pg_get_partkeydef(c.oid) AS partition_key,"
                        + " pg_get_expr(c.relpartbound, c.oid) AS bound,"
                        + " CASE WHEN c.relkind = 'r' THEN am.amname END AS access_method, "
                        + options("c.reloptions", "") + " AS options, " + options("t.reloptions", "toast.")
                        + " AS toast_options,"
                        + " (SELECT format('%I.%I', tn.nspname, tt.typname) FROM pg_type tt JOIN pg_namespace tn"
                        + " ON tn.oid = tt.typnamespace WHERE tt.oid = c.reloftype) AS of_type,"
                        + " (SELECT string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno)"
                        + " FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace"
                        + " WHERE i.inhrelid = c.oid) AS parents,"
                        + " (SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = c.oid LIMIT 1) AS parent,"
                        + " c.relreplident AS replica_identity, c.relrowsecurity, c.relforcerowsecurity"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam"
                        + " LEFT JOIN pg_class t ON t.oid = c.reltoastrelid"
                        + " WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND " + catalog.inScope("n.oid")
                        + " AND "
                        + Catalog.ownObject("pg_class", "c.oid"),
                this::table);
    }

    /** {@code {a=1,b=x}} as {@code a='1', b='x'}. */
    static String options(String column, String prefix) {
        return "(SELECT string_agg('" + prefix + "' || format('%I=%L', split_part(o, '=', 1),"
                + " substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(" + column + ") o)";
    }

    private void table(ResultSet row) throws SQLException {
        ObjectId id = new ObjectId("pg_class", row.getLong("oid"));
        String name = row.getString("name");
        boolean partition = row.getBoolean("partition");
        String parents = row.getString("parents");
        boolean inherits = !partition && parents != null;
        List<TableColumn> own = columns.getOrDefault(id.oid(), List.of());

        List<String> elements = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        statements.add("");
        for (TableColumn column : own) {
            if (column.local() || !inherits) {
                elements.add(column.definition(partition));
            } else {
                statements.addAll(column.differencesFromParent(name));
            }
            statements.addAll(column.settings(name));
        }
        statements.set(0, create(row, name, elements, inherits ? parents : null));
        if (row.getString("of_type") != null) {
            statements.add("ALTER TABLE ONLY " + name + " OF " + row.getString("of_type"));
        }
        definitions.add(new Definition(id, Kind.TABLE, name, statements, Set.of()));
        if (partition) {
            definitions.add(new Definition(
                    id.later("attach"),
                    Kind.PARTITION,
                    name,
                    List.of("ALTER TABLE ONLY " + parents + " ATTACH PARTITION " + name + " " + row.getString("bound")),
                    Set.of(id, new ObjectId("pg_class", row.getLong("parent")))));
        }
        tableOptions(row, id, name, own);
    }

    private static String create(ResultSet row, String name, List<String> elements, @Nullable String parents)
            throws SQLException {
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(row.getBoolean("unlogged") ? "UNLOGGED " : "")
                .append("TABLE ")
                .append(name)
                .append(" (")
                .append(String.join(", ", elements))
                .append(')');
        append(sql, " INHERITS (", parents, ")");
        append(sql, " PARTITION BY ", row.getString("partition_key"), "");
        String method = row.getString("access_method");
        append(sql, " USING ", "heap".equals(method) ? null : method, "");
        List<String> options = new ArrayList<>();
        for (String column : new String[] {"options", "toast_options"}) {
            if (row.getString(column) != null) {
                options.add(row.getString(column));
            }
        }
        append(sql, " WITH (", options.isEmpty() ? null : String.join(", ", options), ")");
        return sql.toString();
    }

    private static void append(StringBuilder sql, String before, @Nullable String text, String after) {
        if (text != null) {
            sql.append(before).append(text).append(after);
        }
    }

    /** What would hinder loading, or needs an index first, in a statement after the rows. */
    private void tableOptions(ResultSet row, ObjectId id, String name, List<TableColumn> own) throws SQLException {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER TABLE ONLY " + name;
        for (TableColumn column : own) {
            column.unvalidatedNotNull().ifPresent(constraint -> statements.add(alter + " ADD " + constraint));
        }
        switch (row.getString("replica_identity")) {
            case "f" -> statements.add(alter + " REPLICA IDENTITY FULL");
            case "n" -> statements.add(alter + " REPLICA IDENTITY NOTHING");
            default -> {
                // "d" is the default; "i" belongs to the index.
            }
        }
        add(id.later("options"), Kind.TABLE_OPTION, name, statements, id);
        rowSecurity(row, id, name, alter);
    }

    /** Last of all: forced on the owner too, it would hinder the check of foreign keys and the filling of views. */
    private void rowSecurity(ResultSet row, ObjectId id, String name, String alter) throws SQLException {
        List<String> statements = new ArrayList<>();
        if (row.getBoolean("relrowsecurity")) {
            statements.add(alter + " ENABLE ROW LEVEL SECURITY");
        }
        if (row.getBoolean("relforcerowsecurity")) {
            statements.add(alter + " FORCE ROW LEVEL SECURITY");
        }
        add(id.later("row security"), Kind.ROW_SECURITY, name, statements, id);
    }

    private void add(ObjectId id, Kind kind, String name, List<String> statements, ObjectId table) {
        if (!statements.isEmpty()) {
            definitions.add(new Definition(id, kind, name, statements, Set.of(table)));
        }
    }
}
