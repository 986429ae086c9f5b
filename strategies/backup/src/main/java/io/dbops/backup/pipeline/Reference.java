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
     */
    record Shared(ChunkContents chunk, StoredObject object) {}

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
        Map<ObjectKey, StoredObject> stored = new HashMap<>();
        backup.manifest().objects().forEach(object -> stored.put(object.key(), object));
        stored.keySet().removeAll(absent);
        Reference reference =
                new Reference(backup.manifest().label(), backup.contents().tables());
        for (TableContents table : reference.tables) {
            Map<String, Shared> byRange = new HashMap<>();
            for (ChunkContents chunk : table.chunks()) {
                StoredObject object = stored.get(chunk.object());
                if (object != null) {
                    byRange.put(chunk.range(), new Shared(chunk, object));
                }
            }
            reference.chunks.put(table.name(), byRange);
            reference.byName.put(table.name(), table);
        }
        return reference;
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
