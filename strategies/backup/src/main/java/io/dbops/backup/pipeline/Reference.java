package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.manifest.TableContents;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.value.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A backup whose chunks another one may share, as far as they are still stored. Immutable, thread-safe. */
final class Reference {

    /**
     * A chunk that may be shared.
     *
     * @param chunk as the reference holds it
     * @param object where its rows are
     * @param proven whether a backup that is whole vouches for it; what a run has left is read before it is shared
     */
    record Shared(ChunkContents chunk, StoredObject object, boolean proven) {}

    private final BackupLabel label;
    private final List<TableContents> tables;
    private final Map<QualifiedName, Map<String, Shared>> chunks = new HashMap<>();
    private final Map<QualifiedName, TableContents> byName = new HashMap<>();

    private Reference(BackupLabel label, List<TableContents> tables) {
        this.label = label;
        this.tables = List.copyOf(tables);
    }

    /** @param absent objects that are not there as they were stored */
    static Reference of(OpenedBackup backup, Set<ObjectKey> absent) {
        return of(
                backup.manifest().label(),
                backup.contents().tables(),
                backup.manifest().objects(),
                absent,
                true);
    }

    /** Of what a run that died has stored. */
    static Reference left(
            BackupLabel label, List<TableContents> tables, List<StoredObject> objects, Set<ObjectKey> absent) {
        return of(label, tables, objects, absent, false);
    }

    private static Reference of(
            BackupLabel label,
            List<TableContents> tables,
            List<StoredObject> objects,
            Set<ObjectKey> absent,
            boolean proven) {
        Map<ObjectKey, StoredObject> stored = new HashMap<>();
        objects.forEach(object -> stored.put(object.key(), object));
        stored.keySet().removeAll(absent);
        Reference reference = new Reference(label, tables);
        for (TableContents table : reference.tables) {
            Map<String, Shared> byRange = new HashMap<>();
            for (ChunkContents chunk : table.chunks()) {
                StoredObject object = stored.get(chunk.object());
                if (object != null) {
                    byRange.put(chunk.range(), new Shared(chunk, object, proven));
                }
            }
            reference.chunks.put(table.name(), byRange);
            reference.byName.put(table.name(), table);
        }
        return reference;
    }

    /** The same, and what it has not is looked for in the other one; where both have a table, its ranges are this one's. */
    Reference orElse(Reference other) {
        List<TableContents> all = new ArrayList<>(tables);
        other.tables.stream().filter(table -> !byName.containsKey(table.name())).forEach(all::add);
        Reference both = new Reference(label, all);
        all.forEach(table -> {
            Map<String, Shared> ranges = new HashMap<>();
            TableContents theirs = other.byName.get(table.name());
            if (theirs != null && isAlike(theirs, table)) {
                ranges.putAll(other.chunks.getOrDefault(table.name(), Map.of()));
            }
            ranges.putAll(chunks.getOrDefault(table.name(), Map.of()));
            both.chunks.put(table.name(), ranges);
            both.byName.put(table.name(), table);
        });
        return both;
    }

    private static boolean isAlike(TableContents one, TableContents other) {
        return one.format().equals(other.format())
                && one.columns().equals(other.columns())
                && one.order().equals(other.order());
    }

    BackupLabel label() {
        return label;
    }

    /** How it cut its tables. */
    Collection<TableData> tables() {
        return tables.stream().map(TableContents::toTableData).toList();
    }

    /** Its chunk of the same range, where both mean the same by a range and by a row. */
    Optional<Shared> chunk(TableData table, TableChunk chunk) {
        TableContents before = byName.get(table.name());
        if (before == null
                || !before.format().equals(table.format())
                || !before.columns().equals(table.columns())
                || !before.order().equals(table.order())) {
            return Optional.empty();
        }
        return Optional.ofNullable(chunks.getOrDefault(table.name(), Map.of()).get(chunk.range()));
    }
}
