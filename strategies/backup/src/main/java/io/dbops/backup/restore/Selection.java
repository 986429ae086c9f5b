package io.dbops.backup.restore;

import io.dbops.backup.RestoreOptions;
import io.dbops.backup.manifest.BackupContents;
import io.dbops.backup.manifest.TableContents;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.value.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What of a backup is restored: everything, or chosen schemas and tables and what they need. Pure, immutable. */
final class Selection {

    /** What is done with one definition. */
    enum Part {
        /** Belongs to what was chosen. */
        CHOSEN,
        /** Is needed by it: defined unless it is there. */
        NEEDED,
        NOT_RESTORED
    }

    private final boolean all;
    private final Set<String> schemas;
    private final Set<QualifiedName> tables;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, QualifiedName> roots = new HashMap<>();
    private final Set<QualifiedName> backedUp = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    private Selection(Set<String> schemas, Set<QualifiedName> tables) {
        this.all = schemas.isEmpty() && tables.isEmpty();
        this.schemas = schemas;
        this.tables = tables;
    }

    /** @param items all definitions, in their order */
    static Selection of(RestoreOptions options, BackupContents contents, List<SchemaItem> items) {
        Selection selection = new Selection(options.schemas(), options.tables());
        if (!selection.all) {
            for (SchemaItem item : items) {
                item.place().table().ifPresent(root -> {
                    selection.roots.putIfAbsent(item.name(), root);
                    selection.backedUp.add(root);
                });
            }
            selection.requireKnown(contents);
            selection.choose(items);
        }
        return selection;
    }

    private void requireKnown(BackupContents contents) {
        for (String schema : new TreeSet<>(schemas)) {
            if (!contents.schemas().contains(schema)) {
                faults.add("the backup holds no schema " + schema + "; it holds " + contents.schemas());
            }
        }
        for (QualifiedName table : new TreeSet<>(tables)) {
            QualifiedName root = roots.getOrDefault(table.toString(), table);
            if (!backedUp.contains(table)) {
                faults.add("the backup holds no table " + table
                        + (root.equals(table) ? "" : " of its own: it is a part of " + root));
            }
        }
    }

    private void choose(List<SchemaItem> items) {
        Map<String, List<Integer>> named = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            named.computeIfAbsent(items.get(i).name(), name -> new ArrayList<>())
                    .add(i);
            parts.add(isChosen(items.get(i)) ? Part.CHOSEN : Part.NOT_RESTORED);
        }
        List<Integer> todo = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            SchemaItem item = items.get(i);
            if (item.place().schema().isEmpty() && item.phase() == Phase.BEFORE_DATA) {
                parts.set(i, Part.NEEDED); // of the database, such as an extension
                todo.add(i);
            } else if (parts.get(i) == Part.CHOSEN && !lacksTable(items, i, named)) {
                todo.add(i);
            }
        }
        Set<String> schemasNeeded = new HashSet<>();
        while (!todo.isEmpty()) {
            SchemaItem item = items.get(todo.remove(todo.size() - 1));
            schemasNeeded.add(item.place().schema());
            for (String name : item.place().needs()) {
                for (int needed : named.getOrDefault(name, List.of())) {
                    boolean part = items.get(needed).place().table().isPresent();
                    if (parts.get(needed) == Part.NOT_RESTORED && !part) {
                        parts.set(needed, Part.NEEDED);
                        todo.add(needed);
                    }
                }
            }
        }
        for (int i = 0; i < items.size(); i++) {
            SchemaItem item = items.get(i);
            if (item.kind().equals("schema") && schemasNeeded.contains(item.name()) && parts.get(i) != Part.CHOSEN) {
                parts.set(i, Part.NEEDED);
            }
        }
    }

    private boolean isChosen(SchemaItem item) {
        return schemas.contains(item.place().schema())
                || item.place().table().filter(tables::contains).isPresent();
    }

    /** Whether it needs a table that is not chosen: what follows the rows is left out then, a table is refused. */
    private boolean lacksTable(List<SchemaItem> items, int number, Map<String, List<Integer>> named) {
        SchemaItem item = items.get(number);
        for (String name : new TreeSet<>(item.place().needs())) {
            Optional<SchemaItem> missing = named.getOrDefault(name, List.of()).stream()
                    .map(items::get)
                    .filter(needed -> needed.place().table().isPresent() && !isChosen(needed))
                    .findFirst();
            if (missing.isPresent()) {
                String what = (item.kind() + " " + item.name()).strip() + " needs "
                        + missing.get().kind() + " " + name + ", which is not chosen";
                if (item.phase() == Phase.BEFORE_DATA) {
                    faults.add(what);
                } else {
                    leftOut.add(what);
                    parts.set(number, Part.NOT_RESTORED);
                }
                return true;
            }
        }
        return false;
    }

    boolean isAll() {
        return all;
    }

    Part part(int number) {
        return all ? Part.CHOSEN : parts.get(number);
    }

    boolean takes(TableContents table) {
        QualifiedName root = roots.getOrDefault(table.name().toString(), table.name());
        return all || schemas.contains(root.schema()) || tables.contains(root);
    }

    /** Why this cannot be restored, each one sentence. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** What belongs to the chosen tables and is not restored, since it needs what is not chosen. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The schemas that are restored whole. */
    Set<String> schemas(BackupContents contents) {
        return all ? Set.copyOf(contents.schemas()) : schemas;
    }

    /** Tables that are restored into schemas that may hold others. */
    Set<QualifiedName> singleTables() {
        Set<QualifiedName> single = new TreeSet<>(tables);
        single.removeIf(table -> schemas.contains(table.schema()));
        return single;
    }
}
