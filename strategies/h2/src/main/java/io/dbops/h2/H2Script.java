package io.dbops.h2;

import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SchemaItem.Place;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The definitions that H2's own SCRIPT command writes, sorted into what a restore runs before and after the rows. SCRIPT
 * commits its connection's transaction, so it never runs on the one that holds the snapshot.
 */
final class H2Script {

    private static final Pattern SCHEMA =
            Pattern.compile("CREATE SCHEMA IF NOT EXISTS (\"(?:[^\"]|\"\")*\").*", Pattern.DOTALL);
    private static final Pattern KIND = Pattern.compile(
            "(?:CREATE|ALTER) (?:(?:FORCE|CACHED|MEMORY|UNIQUE|NULLS|NOT|DISTINCT|ALL|HASH|SPATIAL|PRIMARY|GLOBAL|LOCAL"
                    + "|TEMPORARY|LINKED|OR|REPLACE|MATERIALIZED|IF|EXISTS)\\s+)*([A-Z]+)\\s+((?:\"(?:[^\"]|\"\")*\"\\.?)*).*",
            Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*\"");
    private static final Pattern QUALIFIED = Pattern.compile("(" + QUOTED + ")\\.(" + QUOTED + ")");
    private static final Pattern ON_TABLE = Pattern.compile(" ON " + QUALIFIED);

    /** What moves with inserts, the state of sequences and H2's own statistics, is no change of a definition. */
    private static final Pattern STATE = Pattern.compile(" RESTART WITH -?\\d+| SELECTIVITY \\d+");

    /** Rows are INSERT statements, so one tool runs everything. */
    static final StockClient STOCK_CLIENT = new StockClient(
            "java with H2's own jar",
            "# H2_JAR is the jar of H2, H2_URL the JDBC URL of the target; H2_USER and H2_PASSWORD go with it.\n",
            """
            run_script() {
                java -cp "$H2_JAR" org.h2.tools.RunScript -url "$H2_URL" -user "${H2_USER:-}" -password "${H2_PASSWORD:-}" \
            -script "$1"
            }
            load_rows() {
                run_script "$1"
            }
            """,
            false,
            Map.of());

    private H2Script() {}

    static List<SchemaItem> definitions(Connection connection, Set<String> schemas) throws SQLException {
        String scope = schemas.isEmpty()
                ? ""
                : " SCHEMA " + schemas.stream().sorted().map(Identifiers::quote).collect(Collectors.joining(", "));
        List<SchemaItem> items = new ArrayList<>();
        for (String text : statements(connection, scope)) {
            add(items, text.endsWith(";") ? text.substring(0, text.length() - 1) : text);
        }
        return items;
    }

    /** All that defines what lies in that scope, {@code SCHEMA ...} or {@code TABLE ...} or nothing for the whole database. */
    static List<String> comparable(Connection connection, String scope) throws SQLException {
        return statements(connection, scope).stream()
                .map(H2Script::withoutState)
                .sorted()
                .toList();
    }

    private static List<String> statements(Connection connection, String scope) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT NODATA NOPASSWORDS NOSETTINGS" + scope)) {
            while (rows.next()) {
                String text = rows.getString(1).strip();
                if (!text.startsWith("--")) {
                    statements.add(text);
                }
            }
        }
        return statements;
    }

    private static String withoutState(String sql) {
        return STATE.matcher(sql).replaceAll("");
    }

    /** The definitions without what changes when rows are inserted. */
    static List<String> comparable(List<SchemaItem> items) {
        return items.stream().map(item -> withoutState(item.sql())).sorted().toList();
    }

    /** Where a sequence or an identity column stands, from the statement that sets it. */
    static SchemaItem state(String sql) {
        Matcher name = QUALIFIED.matcher(sql);
        if (!name.find()) {
            throw new IllegalStateException("a state of nothing: " + sql);
        }
        QualifiedName of = new QualifiedName(unquote(name.group(1)), unquote(name.group(2)));
        return new SchemaItem(
                Phase.AFTER_DATA,
                "sequence state",
                of.toString(),
                sql,
                sql.startsWith("ALTER TABLE ") ? Place.of(of) : Place.in(of.schema()));
    }

    private static void add(List<SchemaItem> items, String sql) {
        if (sql.startsWith("CREATE USER ") || sql.startsWith("CREATE ROLE ") || sql.startsWith("GRANT ")) {
            return;
        }
        Matcher schema = SCHEMA.matcher(sql);
        if (schema.matches()) {
            // Without the owner, who need not exist in the target.
            items.add(new SchemaItem(
                    Phase.BEFORE_DATA,
                    "schema",
                    unquote(schema.group(1)),
                    "CREATE SCHEMA IF NOT EXISTS " + schema.group(1),
                    Place.in(unquote(schema.group(1)))));
            return;
        }
        Matcher kind = KIND.matcher(sql);
        String word = kind.matches() ? kind.group(1).toLowerCase(Locale.ROOT) : "statement";
        String name = kind.matches() ? plain(kind.group(2)) : "";
        items.add(new SchemaItem(phase(sql, word), word, name, sql, place(sql, word, name)));
    }

    /** SCRIPT writes every name with its schema, so that what a statement needs can be read from it. */
    private static Place place(String sql, String kind, String name) {
        List<QualifiedName> named = new ArrayList<>();
        Matcher names = QUALIFIED.matcher(sql);
        while (names.find()) {
            named.add(new QualifiedName(unquote(names.group(1)), unquote(names.group(2))));
        }
        if (named.isEmpty()) {
            return Place.UNKNOWN;
        }
        Set<String> needs = named.stream().map(QualifiedName::toString).collect(Collectors.toCollection(TreeSet::new));
        needs.remove(name);
        Matcher on = ON_TABLE.matcher(sql);
        Place place = kind.equals("table")
                ? Place.of(named.get(0))
                : (kind.equals("index") || kind.equals("trigger")) && on.find()
                        ? Place.of(new QualifiedName(unquote(on.group(1)), unquote(on.group(2))))
                        : Place.in(named.get(0).schema());
        if (kind.equals("table") && sql.startsWith("ALTER ")) {
            // the name of a constraint that is added is the second one
            needs.remove(named.get(Math.min(1, named.size() - 1)).toString());
        }
        return place.needing(needs);
    }

    private static String plain(String quoted) {
        return QUOTED.matcher(quoted).replaceAll(part -> Matcher.quoteReplacement(unquote(part.group())));
    }

    static String unquote(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
    }

    private static Phase phase(String sql, String kind) {
        boolean before =
                switch (kind) {
                    case "domain", "constant", "alias", "aggregate", "sequence" -> !sql.contains(" ADD CONSTRAINT ");
                    // The primary key first: H2 clusters rows by it only when it is there before them.
                    case "table" -> sql.startsWith("CREATE ") || sql.contains(" PRIMARY KEY(");
                    default -> false;
                };
        return before ? Phase.BEFORE_DATA : Phase.AFTER_DATA;
    }
}
