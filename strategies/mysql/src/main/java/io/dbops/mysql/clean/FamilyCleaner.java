package io.dbops.mysql.clean;

import io.dbops.migration.CleanStep;
import io.dbops.mysql.server.Grants;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Empties schemas of MySQL and MariaDB. Every statement commits by itself. */
public final class FamilyCleaner implements SchemaCleaner {

    private static final Set<String> SYSTEM = Set.of("mysql", "information_schema", "performance_schema", "sys");

    /** Names in one statement: its text stays far below max_allowed_packet. */
    private static final int NAMES = 500;

    private final Product product;

    /** For the dialect. */
    public FamilyCleaner(Product product) {
        this.product = product;
    }

    /** Empty: a schema is a database. */
    @Override
    public Optional<String> database(Connection connection) {
        return Optional.empty();
    }

    @Override
    public SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        SchemaContents.Builder contents = SchemaContents.builder();
        SchemaCatalogue catalogue = new SchemaCatalogue(connection, schemas);
        Set<String> found = catalogue.found();
        for (String schema : schemas) {
            if (SYSTEM.contains(schema)) {
                contents.refuse("schema " + schema + " is the server's own");
            } else if (!found.contains(schema)) {
                contents.refuse("there is no schema " + schema);
            }
        }
        if (schemas.stream().noneMatch(SYSTEM::contains)) {
            List<Item> items = catalogue.items();
            List<ForeignKey> keys = catalogue.foreignKeys();
            refuseOutsiders(catalogue, schemas, items, keys, contents);
            refuseRights(connection, catalogue, items, contents);
            drops(items, keys, last, contents);
        }
        return contents.build();
    }

    private void refuseOutsiders(
            SchemaCatalogue catalogue,
            Set<String> schemas,
            List<Item> items,
            List<ForeignKey> keys,
            SchemaContents.Builder contents)
            throws SQLException {
        for (ForeignKey key : keys) {
            if (!schemas.contains(key.table().schema())) {
                contents.refuse(
                        "foreign key " + key.name() + " of table " + key.table() + " refers to table " + key.parent());
            }
        }
        Map<QualifiedName, Item> names = new TreeMap<>();
        items.forEach(item -> names.put(item.name(), item));
        Map<String, String> texts = catalogue.textsElsewhere(product == Product.MARIADB);
        new TreeMap<>(texts).forEach((who, text) -> {
            for (QualifiedName name : new TreeSet<>(QuotedNames.in(text))) {
                Item used = names.get(name);
                if (used != null) {
                    contents.refuse(who + " uses " + used.object());
                }
            }
        });
    }

    private void refuseRights(
            Connection connection, SchemaCatalogue catalogue, List<Item> items, SchemaContents.Builder contents)
            throws SQLException {
        Grants grants = Grants.of(connection);
        Map<String, Set<String>> single = new TreeMap<>();
        for (Item item : items) {
            String schema = item.name().schema();
            if (item.isTable() || item.isView() || item.isSequence()) {
                if (!grants.onDatabase("DROP", schema)) {
                    if (!single.containsKey(schema)) {
                        single.put(schema, catalogue.droppable(schema));
                    }
                    if (!single.get(schema).contains(item.name().name())) {
                        contents.refuse("the user lacks the DROP privilege for " + item.object());
                    }
                }
            } else if (item.kind().equals("EVENT") && !grants.onDatabase("EVENT", schema)) {
                contents.refuse("the user lacks the EVENT privilege for " + item.object());
            }
        }
    }

    private static void drops(
            List<Item> items, List<ForeignKey> keys, Set<QualifiedName> last, SchemaContents.Builder contents) {
        each("DROP EVENT ", items, item -> item.kind().equals("EVENT"), contents);
        together("DROP VIEW ", select(items, Item::isView), contents);
        together("DROP TEMPORARY TABLE ", select(items, item -> item.isTemporary() && !item.isSequence()), contents);
        together("DROP TEMPORARY SEQUENCE ", select(items, item -> item.isTemporary() && item.isSequence()), contents);
        tables(select(items, item -> item.isTable() && !last.contains(item.name())), keys, contents);
        together("DROP SEQUENCE ", select(items, item -> item.isSequence() && !item.isTemporary()), contents);
        each("DROP FUNCTION ", items, item -> item.kind().equals("FUNCTION"), contents);
        each("DROP PROCEDURE ", items, item -> item.kind().equals("PROCEDURE"), contents);
        packages(select(items, item -> item.kind().equals("PACKAGE")), contents);
        tables(select(items, item -> item.isTable() && last.contains(item.name())), keys, contents);
    }

    private static void tables(List<Item> tables, List<ForeignKey> keys, SchemaContents.Builder contents) {
        if (tables.isEmpty()) {
            return;
        }
        // So that the server itself refuses what a key from outside, made a moment ago, refers to.
        contents.drop(CleanStep.preparing("SET SESSION foreign_key_checks = 1"));
        Map<QualifiedName, Item> byName = new TreeMap<>();
        tables.forEach(table -> byName.put(table.name(), table));
        TableOrder order = TableOrder.of(new ArrayList<>(byName.keySet()), keys);
        for (ForeignKey key : order.circular()) {
            contents.drop(CleanStep.preparing(
                    "ALTER TABLE " + Item.quoted(key.table()) + " DROP FOREIGN KEY " + Quoting.identifier(key.name())));
        }
        together("DROP TABLE ", order.order().stream().map(byName::get).toList(), contents);
    }

    /** MariaDB before 11.4 knows the statement in its Oracle mode only. */
    private static void packages(List<Item> packages, SchemaContents.Builder contents) {
        if (!packages.isEmpty()) {
            contents.drop(CleanStep.preparing("SET SESSION sql_mode = 'ORACLE'"));
            each("DROP PACKAGE ", packages, item -> true, contents);
            contents.drop(CleanStep.preparing("SET SESSION sql_mode = DEFAULT"));
        }
    }

    private static List<Item> select(List<Item> items, Predicate<Item> which) {
        return items.stream().filter(which).toList();
    }

    private static void each(String command, List<Item> items, Predicate<Item> which, SchemaContents.Builder contents) {
        for (Item item : select(items, which)) {
            contents.drop(new CleanStep(command + item.identity(), List.of(item.object())));
        }
    }

    private static void together(String command, List<Item> items, SchemaContents.Builder contents) {
        for (int from = 0; from < items.size(); from += NAMES) {
            List<Item> some = items.subList(from, Math.min(items.size(), from + NAMES));
            contents.drop(new CleanStep(
                    command
                            + String.join(
                                    ", ", some.stream().map(Item::identity).toList()),
                    some.stream().map(Item::object).toList()));
        }
    }
}
