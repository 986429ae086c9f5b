package io.dbops.postgresql.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One column of a table, as its definition spells it. */
final class TableColumn {

    private final String name;
    private final String type;
    private final boolean local;
    private final boolean notNull;
    private final @Nullable String notNullConstraint;
    private final boolean notNullLocal;
    private final boolean notNullValid;
    private final boolean notNullNoInherit;
    private final @Nullable String defaultValue;
    private final @Nullable String inheritedDefault;
    private final @Nullable String generated;
    private final @Nullable String identity;
    private final List<String> settings = new ArrayList<>();

    private TableColumn(ResultSet row) throws SQLException {
        this.name = row.getString("name");
        this.type = row.getString("type");
        this.local = row.getBoolean("attislocal");
        this.notNull = row.getBoolean("attnotnull");
        this.notNullConstraint = row.getString("not_null_constraint");
        this.notNullLocal = notNullConstraint == null || row.getBoolean("not_null_local");
        this.notNullValid = notNullConstraint == null || row.getBoolean("not_null_valid");
        this.notNullNoInherit = row.getBoolean("not_null_no_inherit");
        String expression = row.getString("expression");
        String kind = row.getString("attgenerated");
        this.defaultValue = kind.isEmpty() ? expression : null;
        this.inheritedDefault = row.getString("inherited_default");
        this.generated = kind.isEmpty() ? null : "(" + expression + ") " + (kind.equals("v") ? "VIRTUAL" : "STORED");
        this.identity = row.getString("identity");
        setting(row, "storage", " SET STORAGE ");
        setting(row, "compression", " SET COMPRESSION ");
        setting(row, "statistics", " SET STATISTICS ");
        setting(row, "options", " SET ");
    }

    private void setting(ResultSet row, String column, String clause) throws SQLException {
        String value = row.getString(column);
        if (value != null) {
            settings.add(clause + value);
        }
    }

    /** Hands over every column of every table in scope, with the table's OID, in order within a table. */
    static void read(Catalog catalog, BiConsumer<Long, TableColumn> consumer) throws SQLException {
        catalog.each(
                "SELECT a.attrelid, format('%I', a.attname) AS name, format_type(a.atttypid, a.atttypmod)"
                        + " || CASE WHEN a.attcollation <> t.typcollation THEN (SELECT format(' COLLATE %I.%I', cn.nspname,"
                        + " co.collname) FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace"
                        + " WHERE co.oid = a.attcollation) ELSE '' END AS type,"
                        + " a.attislocal, a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) AS expression,"
                        + " quote_ident(nn.conname) AS not_null_constraint, nn.conislocal AS not_null_local,"
                        + " nn.convalidated AS not_null_valid, nn.connoinherit AS not_null_no_inherit,"
                        + " (SELECT pg_get_expr(pd.adbin, pd.adrelid) FROM pg_inherits i JOIN pg_attribute pa"
                        + " ON pa.attrelid = i.inhparent AND pa.attname = a.attname JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid"
                        + " AND pd.adnum = pa.attnum WHERE i.inhrelid = a.attrelid ORDER BY i.inhseqno LIMIT 1) AS inherited_default,"
                        + " (SELECT CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END"
                        + " || format(' AS IDENTITY (SEQUENCE NAME %I.%I ', sn.nspname, sc.relname) || "
                        + SequenceDefinitions.OPTIONS
                        + " || ')' FROM pg_depend sd JOIN pg_class sc ON sc.oid = sd.objid AND sc.relkind = 'S'"
                        + " JOIN pg_namespace sn ON sn.oid = sc.relnamespace JOIN pg_sequence s ON s.seqrelid = sc.oid"
                        + " WHERE sd.classid = 'pg_class'::regclass AND sd.refclassid = 'pg_class'::regclass"
                        + " AND sd.refobjid = a.attrelid AND sd.refobjsubid = a.attnum AND sd.deptype = 'i'"
                        + " AND a.attidentity <> '') AS identity,"
                        + " CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN'"
                        + " WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' WHEN 'm' THEN 'MAIN' END END AS storage,"
                        + " CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,"
                        + " CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,"
                        + " '(' || " + TableDefinitions.options("a.attoptions", "") + " || ')' AS options"
                        + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid"
                        + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                        + " LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n'"
                        + " AND nn.conkey = ARRAY[a.attnum]"
                        + " WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND "
                        + catalog.inScope("c.relnamespace") + " ORDER BY a.attrelid, a.attnum",
                row -> consumer.accept(row.getLong("attrelid"), new TableColumn(row)));
    }

    /** Whether the table itself defines the column, and does not only inherit it. */
    boolean local() {
        return local;
    }

    /** A partition shares the identity sequence of its parent, once attached. */
    String definition(boolean partition) {
        StringBuilder sql = new StringBuilder(name).append(' ').append(type);
        if (generated != null) {
            sql.append(" GENERATED ALWAYS AS ").append(generated);
        } else if (identity != null && !partition) {
            sql.append(" GENERATED ").append(identity);
        } else if (defaultValue != null) {
            sql.append(" DEFAULT ").append(defaultValue);
        }
        if (notNull && notNullValid && (partition || notNullLocal)) {
            if (notNullConstraint != null) {
                sql.append(" CONSTRAINT ").append(notNullConstraint);
            }
            sql.append(" NOT NULL").append(notNullNoInherit ? " NO INHERIT" : "");
        }
        return sql.toString();
    }

    /** What a merely inherited column has of its own. */
    List<String> differencesFromParent(String table) {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER TABLE ONLY " + table + " ";
        if (generated == null && defaultValue != null && !defaultValue.equals(inheritedDefault)) {
            statements.add(alter + "ALTER COLUMN " + name + " SET DEFAULT " + defaultValue);
        }
        if (generated == null && defaultValue == null && inheritedDefault != null) {
            statements.add(alter + "ALTER COLUMN " + name + " DROP DEFAULT");
        }
        if (notNull && notNullConstraint == null) {
            statements.add(alter + "ALTER COLUMN " + name + " SET NOT NULL");
        } else if (notNull && notNullLocal && notNullValid) {
            statements.add(alter + "ADD CONSTRAINT " + notNullConstraint + " NOT NULL " + name
                    + (notNullNoInherit ? " NO INHERIT" : ""));
        }
        return statements;
    }

    /** Physical settings, each a statement that every version knows. */
    List<String> settings(String table) {
        List<String> statements = new ArrayList<>();
        for (String setting : settings) {
            statements.add("ALTER TABLE ONLY " + table + " ALTER COLUMN " + name + setting);
        }
        return statements;
    }

    /** Version 18 and newer. */
    Optional<String> unvalidatedNotNull() {
        return notNullValid || !notNullLocal
                ? Optional.empty()
                : Optional.of("CONSTRAINT " + notNullConstraint + " NOT NULL " + name
                        + (notNullNoInherit ? " NO INHERIT" : "") + " NOT VALID");
    }
}
