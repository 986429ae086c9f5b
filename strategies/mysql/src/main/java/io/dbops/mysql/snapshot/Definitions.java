package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SchemaItem.Place;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make a database anew, unqualified, in an order in which they run: views stand as placeholders first,
 * because they may name each other and functions. Stored programs are preceded by the settings they were made under.
 */
final class Definitions {

    /** The kind of what precedes a stored program: under which settings it was made. */
    static final String SETTINGS = "session settings";

    private final Catalogue catalogue;
    private final Connection connection;
    private final Product product;
    private final List<SchemaItem> items = new ArrayList<>();

    private Definitions(Catalogue catalogue, Connection connection, Product product) {
        this.catalogue = catalogue;
        this.connection = connection;
        this.product = product;
    }

    /** All definitions except the state of sequences. */
    static List<SchemaItem> read(Catalogue catalogue, Connection connection, Product product) throws SQLException {
        Definitions definitions = new Definitions(catalogue, connection, product);
        definitions.databaseDefaults();
        definitions.sequences();
        definitions.tables();
        definitions.routines();
        definitions.views();
        definitions.triggers();
        definitions.events();
        return definitions.items;
    }

    /** Where each sequence goes on; to be read outside of any snapshot, after the rows. */
    static List<SchemaItem> sequenceState(Catalogue catalogue, Connection connection) throws SQLException {
        List<SchemaItem> items = new ArrayList<>();
        for (String name : catalogue.names("SEQUENCE")) {
            String sequence = Quoting.identifier(name);
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT next_not_cached_value, cycle_count FROM " + sequence)) {
                row.next();
                String sql = "DO SETVAL(" + sequence + ", " + row.getString(1) + ", 0, " + row.getString(2) + ")";
                items.add(new SchemaItem(
                        Phase.AFTER_DATA,
                        "sequence state",
                        catalogue.database() + "." + name,
                        sql,
                        Place.in(catalogue.database())));
            }
        }
        return items;
    }

    private void databaseDefaults() throws SQLException {
        catalogue.query(
                "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                        + " WHERE SCHEMA_NAME = ?",
                row -> items.add(new SchemaItem(
                        Phase.BEFORE_DATA,
                        "database defaults",
                        "",
                        "ALTER DATABASE CHARACTER SET " + row.getString(1) + " COLLATE " + row.getString(2),
                        Place.in(catalogue.database()))));
    }

    private void sequences() throws SQLException {
        for (String name : catalogue.names("SEQUENCE")) {
            add(Phase.BEFORE_DATA, "sequence", name, show("SEQUENCE", name, "Create Table"));
        }
    }

    private void tables() throws SQLException {
        for (String name : catalogue.names("BASE TABLE", "SYSTEM VERSIONED")) {
            String sql = show("TABLE", name, "Create Table");
            // defaults that use a sequence name its database; another database must not be reached from the copy
            String unqualified = Unqualified.of(sql, catalogue.database());
            add(Phase.BEFORE_DATA, "table", name, unqualified, of(name).needing(sequencesIn(unqualified)));
        }
    }

    private Place of(String table) {
        return Place.of(new QualifiedName(catalogue.database(), table));
    }

    /** Those that defaults draw from: the server quotes them. */
    private Set<String> sequencesIn(String table) throws SQLException {
        Set<String> needs = new TreeSet<>();
        for (String name : catalogue.names("SEQUENCE")) {
            if (table.contains("(" + Quoting.identifier(name) + ")")) {
                needs.add(catalogue.database() + "." + name);
            }
        }
        return needs;
    }

    private void routines() throws SQLException {
        Map<String, String> routines = new LinkedHashMap<>();
        catalogue.query(
                "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?"
                        + " ORDER BY ROUTINE_TYPE, ROUTINE_NAME",
                row -> routines.put(row.getString(2) + " " + row.getString(1), row.getString(2)));
        for (Map.Entry<String, String> each : routines.entrySet()) {
            String type = each.getValue();
            program(type, each.getKey().substring(type.length() + 1));
        }
    }

    private void views() throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        catalogue.query(
                "SELECT c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c"
                        + " JOIN information_schema.VIEWS v USING (TABLE_SCHEMA, TABLE_NAME)"
                        + " WHERE c.TABLE_SCHEMA = ? ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION",
                row -> columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add("1 AS " + Quoting.identifier(row.getString(2))));
        // a view of which the server knows no columns is broken already; it is reported as not captured
        columns.forEach((name, selected) -> add(
                Phase.AFTER_DATA,
                "view placeholder",
                name,
                "CREATE VIEW " + Quoting.identifier(name) + " AS SELECT " + String.join(", ", selected)));
        Map<String, String> selects = new TreeMap<>();
        catalogue.query(
                "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?",
                row -> selects.put(row.getString(1), row.getString(2)));
        for (String name : columns.keySet()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW CREATE VIEW " + Quoting.identifier(name))) {
                row.next();
                setting(name, null, row.getString("collation_connection"), null, Place.in(catalogue.database()));
                String sql = row.getString("Create View");
                add(
                        Phase.AFTER_DATA,
                        "view",
                        name,
                        orReplace(
                                sql == null
                                        ? null
                                        : Unqualified.ofView(
                                                sql, selects.getOrDefault(name, ""), catalogue.database())));
            }
        }
    }

    private static @Nullable String orReplace(@Nullable String sql) {
        return sql == null ? null : sql.replaceFirst("^CREATE ", "CREATE OR REPLACE ");
    }

    /** Rebuilt from the catalogue: what SHOW CREATE TRIGGER gives may name the database. */
    private void triggers() throws SQLException {
        catalogue.query(
                "SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_STATEMENT, DEFINER,"
                        + " SQL_MODE, COLLATION_CONNECTION FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?"
                        + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER",
                row -> {
                    String name = row.getString(1);
                    Place place = of(row.getString(4));
                    setting(name, row.getString(7), row.getString(8), null, place);
                    // under ANSI_QUOTES back quotes still quote identifiers
                    String sql = "CREATE DEFINER=" + account(row.getString(6)) + " TRIGGER "
                            + Quoting.identifier(name) + " " + row.getString(2) + " " + row.getString(3) + " ON "
                            + Quoting.identifier(row.getString(4)) + " FOR EACH ROW " + row.getString(5);
                    add(Phase.AFTER_DATA, "trigger", name, sql, place);
                });
    }

    static String account(String definer) {
        int at = definer.lastIndexOf('@');
        return at < 0
                ? Quoting.identifier(definer)
                : Quoting.identifier(definer.substring(0, at)) + "@" + Quoting.identifier(definer.substring(at + 1));
    }

    private void events() throws SQLException {
        List<String> names = new ArrayList<>();
        catalogue.query(
                "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY EVENT_NAME",
                row -> names.add(row.getString(1)));
        for (String name : names) {
            program("EVENT", name);
        }
    }

    private void program(String type, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE " + type + " " + Quoting.identifier(name))) {
            row.next();
            String zone = type.equals("EVENT") ? row.getString("time_zone") : null;
            setting(
                    name,
                    row.getString("sql_mode"),
                    row.getString("collation_connection"),
                    zone,
                    Place.in(catalogue.database()));
            String label = "Create " + type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT);
            add(Phase.AFTER_DATA, type.toLowerCase(Locale.ROOT), name, row.getString(label));
        }
    }

    private void setting(
            String name, @Nullable String sqlMode, @Nullable String collation, @Nullable String timeZone, Place place) {
        List<String> parts = new ArrayList<>();
        if (sqlMode != null) {
            parts.add("sql_mode = " + Quoting.text(sqlMode));
        }
        if (collation != null) {
            parts.add("collation_connection = " + Quoting.text(collation));
        }
        if (timeZone != null) {
            parts.add("time_zone = " + Quoting.text(timeZone));
        }
        add(Phase.AFTER_DATA, SETTINGS, name, "SET " + String.join(", ", parts), place);
    }

    private String show(String what, String name, String label) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE " + what + " " + Quoting.identifier(name))) {
            row.next();
            return row.getString(label);
        }
    }

    private void add(Phase phase, String kind, String name, @Nullable String sql) {
        add(phase, kind, name, sql, Place.in(catalogue.database()));
    }

    /** A definition that is hidden from this user is NULL, and one whose bytes are no text holds replacement characters. */
    private void add(Phase phase, String kind, String name, @Nullable String sql, Place place) {
        String shown = catalogue.database() + "." + name;
        if (sql == null || sql.indexOf('\uFFFD') >= 0) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "the definition of " + kind + " " + shown
                                    + (sql == null ? " is hidden from this user" : " is not wholly text"))
                    .with("product", product.title())
                    .hint(
                            sql == null
                                    ? "Grant the user SHOW_ROUTINE (MySQL), or SELECT on mysql.proc (MariaDB)."
                                    : "Write the binary default of the column in another way.")
                    .build();
        }
        items.add(new SchemaItem(phase, kind, shown, sql, place));
    }
}
