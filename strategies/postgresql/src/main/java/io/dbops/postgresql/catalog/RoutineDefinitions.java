package io.dbops.postgresql.catalog;

import java.sql.SQLException;
import java.util.List;

/** Functions, procedures and aggregates. */
final class RoutineDefinitions {

    private static final String NAME =
            "format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name";

    private RoutineDefinitions() {}

    static void read(Catalog catalog, List<Definition> definitions) throws SQLException {
        functions(catalog, definitions);
        aggregates(catalog, definitions);
    }

    /** Without the constructors of range types, which come with their types. */
    private static void functions(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT p.oid, " + NAME + ", pg_get_functiondef(p.oid) AS sql" + fromRoutines(catalog)
                        + " AND p.prokind IN ('f', 'p', 'w')",
                row -> definitions.add(Definition.of(
                        id(row.getLong("oid")),
                        Kind.FUNCTION,
                        row.getString("name"),
                        row.getString("sql").strip())));
    }

    private static void aggregates(Catalog catalog, List<Definition> definitions) throws SQLException {
        catalog.each(
                "SELECT p.oid, " + NAME + ", format('%I.%I', n.nspname, p.proname) AS bare,"
                        + " CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END AS arguments,"
                        + " concat_ws(', ', 'SFUNC = ' || a.aggtransfn::regproc, 'STYPE = ' || format_type(a.aggtranstype, NULL),"
                        + " CASE WHEN a.aggtransspace <> 0 THEN 'SSPACE = ' || a.aggtransspace END, "
                        + function("FINALFUNC", "aggfinalfn") + ", "
                        + flag("FINALFUNC_EXTRA", "a.aggfinalextra") + ", " + modify("FINALFUNC_MODIFY", "aggfinal")
                        + ", "
                        + function("COMBINEFUNC", "aggcombinefn") + ", " + function("SERIALFUNC", "aggserialfn") + ", "
                        + function("DESERIALFUNC", "aggdeserialfn") + ", 'INITCOND = ' || quote_literal(a.agginitval), "
                        + function("MSFUNC", "aggmtransfn") + ", " + function("MINVFUNC", "aggminvtransfn") + ", "
                        + "CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END, "
                        + "CASE WHEN a.aggmtransspace <> 0 THEN 'MSSPACE = ' || a.aggmtransspace END, "
                        + function("MFINALFUNC", "aggmfinalfn") + ", " + flag("MFINALFUNC_EXTRA", "a.aggmfinalextra")
                        + ", "
                        + "CASE WHEN a.aggmfinalfn <> 0 THEN " + modify("MFINALFUNC_MODIFY", "aggmfinal") + " END, "
                        + "'MINITCOND = ' || quote_literal(a.aggminitval), "
                        + "(SELECT format('SORTOP = OPERATOR(%I.%s)', opn.nspname, op.oprname) FROM pg_operator op"
                        + " JOIN pg_namespace opn ON opn.oid = op.oprnamespace WHERE op.oid = a.aggsortop), "
                        + "'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' ELSE 'UNSAFE' END, "
                        + flag("HYPOTHETICAL", "a.aggkind = 'h'") + ") AS options"
                        + fromRoutines(catalog, "JOIN pg_aggregate a ON a.aggfnoid = p.oid"),
                row -> definitions.add(Definition.of(
                        id(row.getLong("oid")),
                        Kind.AGGREGATE,
                        row.getString("name"),
                        "CREATE AGGREGATE " + row.getString("bare") + "(" + row.getString("arguments") + ") ("
                                + row.getString("options") + ")")));
    }

    private static String function(String option, String column) {
        return "CASE WHEN a." + column + " <> 0 THEN '" + option + " = ' || a." + column + "::regproc END";
    }

    private static String flag(String option, String condition) {
        return "CASE WHEN " + condition + " THEN '" + option + "' END";
    }

    private static String modify(String option, String prefix) {
        return "'" + option + " = ' || CASE a." + prefix
                + "modify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END";
    }

    private static String fromRoutines(Catalog catalog, String... joins) {
        return " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace " + String.join(" ", joins) + " WHERE "
                + catalog.inScope("n.oid") + " AND " + Catalog.ownObject("pg_proc", "p.oid")
                + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid"
                + " AND d.deptype = 'i' AND d.refclassid = 'pg_type'::regclass)";
    }

    private static ObjectId id(long oid) {
        return new ObjectId("pg_proc", oid);
    }
}
