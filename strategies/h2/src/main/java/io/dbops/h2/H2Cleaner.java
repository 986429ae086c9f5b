package io.dbops.h2;

import io.dbops.h2.CleanCatalogue.Item;
import io.dbops.h2.CleanCatalogue.User;
import io.dbops.migration.CleanStep;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Empties schemas of H2. Views and domains go one by one, those first that others are built on last; the tables go in one
 * statement, which H2 refuses if something that is not in it depends on them.
 */
final class H2Cleaner implements SchemaCleaner {

    @Override
    public Optional<String> database(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DATABASE()")) {
            row.next();
            return Optional.of(row.getString(1));
        }
    }

    @Override
    public SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        CleanCatalogue catalogue = CleanCatalogue.read(connection, schemas);
        SchemaContents.Builder contents = SchemaContents.builder();
        for (String schema : schemas) {
            String owner = catalogue.ownedByOthers().get(schema);
            if (schema.equals("INFORMATION_SCHEMA")) {
                contents.refuse("schema " + schema + " is the database's own");
            } else if (!catalogue.hasSchema(schema)) {
                contents.refuse("there is no schema " + schema);
            } else if (owner != null) {
                contents.refuse("the user may not drop what is in schema " + schema + ", which belongs to " + owner);
            }
        }
        if (!schemas.contains("INFORMATION_SCHEMA")) {
            refuseOutsiders(catalogue, schemas, contents);
            catalogue
                    .materializedElsewhere()
                    .forEach(name -> contents.left(
                            "materialized view " + name,
                            "it is in another schema, and H2 does not tell what it reads"));
            drops(catalogue, last, contents);
        }
        return contents.build();
    }

    private static void refuseOutsiders(
            CleanCatalogue catalogue, Set<String> schemas, SchemaContents.Builder contents) {
        Map<QualifiedName, Item> names = new TreeMap<>();
        catalogue.items().forEach(item -> names.put(item.rows(), item));
        for (User user : catalogue.users()) {
            if (!schemas.contains(user.name().schema())) {
                for (QualifiedName name : new TreeSet<>(QuotedNames.in(user.sql()))) {
                    Item used = names.get(name);
                    if (used != null) {
                        contents.refuse(user.what() + " " + user.name() + " uses " + used.object());
                    }
                }
            }
        }
    }

    private static void drops(CleanCatalogue catalogue, Set<QualifiedName> last, SchemaContents.Builder contents) {
        List<Item> items = catalogue.items();
        for (Item view : usersFirst(select(items, item -> item.kind().equals("view")), catalogue.users())) {
            contents.drop(drop("VIEW", List.of(view)));
        }
        each("MATERIALIZED VIEW", items, contents);
        each("SYNONYM", items, contents);
        tables(select(items, item -> item.isTable() && !isLock(item) && !last.contains(item.name())), contents);
        for (Item domain : usersFirst(select(items, item -> item.kind().equals("domain")), catalogue.users())) {
            contents.drop(drop("DOMAIN", List.of(domain)));
        }
        for (String kind : List.of("SEQUENCE", "CONSTANT", "AGGREGATE", "ALIAS")) {
            each(kind, items, contents);
        }
        tables(select(items, item -> item.isTable() && last.contains(item.name())), contents);
        for (Item lock : select(items, H2Cleaner::isLock)) {
            contents.lockDrop(CleanStep.preparing("SET LOCK_TIMEOUT 100"));
            contents.lockDrop(new CleanStep("DROP TABLE IF EXISTS " + lock.identity(), List.of(lock.object())));
        }
    }

    private static boolean isLock(Item item) {
        return item.kind().equals("table") && item.name().name().equals(RowLock.TABLE);
    }

    /** Each before what it is built on. */
    private static List<Item> usersFirst(List<Item> items, List<User> users) {
        Map<QualifiedName, Item> byName = new TreeMap<>();
        items.forEach(item -> byName.put(item.name(), item));
        Map<QualifiedName, Set<QualifiedName>> bases = new HashMap<>();
        for (User user : users) {
            if (byName.containsKey(user.name())) {
                bases.computeIfAbsent(user.name(), none -> new LinkedHashSet<>())
                        .addAll(QuotedNames.in(user.sql()));
            }
        }
        List<Item> basesFirst = new ArrayList<>();
        Set<QualifiedName> seen = new HashSet<>();
        byName.keySet().forEach(name -> visit(name, byName, bases, seen, basesFirst));
        List<Item> order = new ArrayList<>(basesFirst);
        java.util.Collections.reverse(order);
        return order;
    }

    private static void visit(
            QualifiedName name,
            Map<QualifiedName, Item> byName,
            Map<QualifiedName, Set<QualifiedName>> bases,
            Set<QualifiedName> seen,
            List<Item> basesFirst) {
        Item item = byName.get(name);
        if (item == null || !seen.add(name)) {
            return;
        }
        bases.getOrDefault(name, Set.of()).forEach(base -> visit(base, byName, bases, seen, basesFirst));
        basesFirst.add(item);
    }

    private static void tables(List<Item> tables, SchemaContents.Builder contents) {
        if (!tables.isEmpty()) {
            contents.drop(drop("TABLE", tables));
        }
    }

    private static void each(String kind, List<Item> items, SchemaContents.Builder contents) {
        for (Item item : select(items, each -> each.kind().equalsIgnoreCase(kind))) {
            contents.drop(drop(kind, List.of(item)));
        }
    }

    private static List<Item> select(List<Item> items, Predicate<Item> which) {
        return items.stream().filter(which).toList();
    }

    private static CleanStep drop(String command, List<Item> items) {
        return new CleanStep(
                "DROP " + command + " "
                        + String.join(", ", items.stream().map(Item::identity).toList()),
                items.stream().map(Item::object).toList());
    }
}
