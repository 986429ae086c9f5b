package io.dbops.backup.catalog;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.manifest.BackupContents;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.ContentsFile;
import io.dbops.backup.manifest.DefinitionScript;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.stream.ChunkInput;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.backup.stream.ObjectReading;
import io.dbops.backup.stream.StoredInput;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** A backup whose contents can be read: manifest and contents agree with each other. Thread-safe as far as the store is. */
public final class OpenedBackup {

    private final BackupManifest manifest;
    private final BackupContents contents;
    private final Map<ObjectKey, StoredObject> objects;
    private final ObjectReading reading;
    private final ObjectCoding coding;
    private final ContentDigests digests;

    private OpenedBackup(
            BackupManifest manifest,
            BackupContents contents,
            Map<ObjectKey, StoredObject> objects,
            ObjectReading reading,
            ObjectCoding coding) {
        this.manifest = manifest;
        this.contents = contents;
        this.objects = objects;
        this.reading = reading;
        this.coding = coding;
        this.digests = ContentDigests.parse(contents.digestKey());
    }

    /**
     * Reads the contents.
     *
     * @throws DbOpsException {@code KEY} without a fitting identity, {@code INTEGRITY} naming the object if the contents are
     *     altered or do not cover what the manifest lists
     */
    public static OpenedBackup open(BackupManifest manifest, BackupStore store, BackupKeys keys) {
        ObjectCoding coding = ObjectCoding.reading(manifest.compression(), manifest.encrypted(), keys);
        ObjectReading reading = new ObjectReading(store);
        Map<ObjectKey, StoredObject> objects = new HashMap<>();
        manifest.objects().forEach(object -> objects.put(object.key(), object));
        ObjectKey key = manifest.fixed().contents();
        byte[] file;
        try (InputStream in = reading.proven(vouched(manifest, objects, key), coding, false, ContentsFile.MAX_SIZE)) {
            file = in.readNBytes(ContentsFile.MAX_SIZE);
        } catch (IOException e) {
            throw ObjectReading.failure(key, e);
        }
        BackupContents contents = ContentsFile.read(key, file, manifest.label());
        OpenedBackup opened = new OpenedBackup(manifest, contents, objects, reading, coding);
        opened.checkCoverage();
        return opened;
    }

    /** Every row object is one chunk, every chunk has its object, and nothing is left over. */
    private void checkCoverage() {
        Set<ObjectKey> unused = new HashSet<>(objects.keySet());
        unused.remove(manifest.fixed().contents());
        unused.remove(manifest.fixed().before());
        unused.remove(manifest.fixed().after());
        unused.remove(manifest.fixed().commands());
        unused.remove(manifest.fixed().recover());
        for (TableContents table : contents.tables()) {
            for (ChunkContents chunk : table.chunks()) {
                vouched(manifest, objects, chunk.object());
                if (!unused.remove(chunk.object())) {
                    throw unfit(manifest, chunk.object(), "is used twice by its contents");
                }
            }
        }
        if (!unused.isEmpty()) {
            throw unfit(manifest, unused.iterator().next(), "is not used by its contents");
        }
    }

    public BackupManifest manifest() {
        return manifest;
    }

    public BackupContents contents() {
        return contents;
    }

    public ContentDigests digests() {
        return digests;
    }

    /** The rows of a chunk; the caller closes. */
    public ChunkInput rows(ChunkContents chunk, BooleanSupplier cancelled, LongConsumer progress) {
        StoredInput stored = stored(chunk.object());
        try {
            return new ChunkInput(chunk, digests, stored, coding, cancelled, progress);
        } catch (RuntimeException e) {
            try {
                stored.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private StoredInput stored(ObjectKey key) {
        try {
            return reading.open(vouched(manifest, objects, key));
        } catch (IOException e) {
            throw ObjectReading.failure(key, e);
        }
    }

    /** The definitions of one phase, in order, after their whole script was proven. */
    public void definitions(Phase phase, DefinitionScript.Consumer consumer) {
        boolean before = phase == Phase.BEFORE_DATA;
        ObjectKey key = before ? manifest.fixed().before() : manifest.fixed().after();
        int items = before ? contents.beforeItems() : contents.afterItems();
        StoredObject object = vouched(manifest, objects, key);
        try (InputStream in = reading.proven(object, coding, true, DefinitionScript.MAX_STORED)) {
            DefinitionScript.read(key.value(), in, phase, items, consumer);
        } catch (IOException e) {
            throw ObjectReading.failure(key, e);
        }
    }

    /** All definitions, in order. */
    public List<SchemaItem> definitions() {
        List<SchemaItem> items = new ArrayList<>(definitions(Phase.BEFORE_DATA));
        items.addAll(definitions(Phase.AFTER_DATA));
        return items;
    }

    /** Those of one phase. */
    public List<SchemaItem> definitions(Phase phase) {
        List<SchemaItem> items = new ArrayList<>();
        definitions(phase, items::add);
        return items;
    }

    private static StoredObject vouched(BackupManifest manifest, Map<ObjectKey, StoredObject> objects, ObjectKey key) {
        StoredObject object = objects.get(key);
        if (object == null) {
            throw unfit(manifest, key, "is needed, and not among its objects");
        }
        return object;
    }

    private static DbOpsException unfit(BackupManifest manifest, ObjectKey key, String how) {
        return DbOpsException.of(ErrorCode.INTEGRITY, "object " + key + " of backup " + manifest.label() + " " + how)
                .with("object", key)
                .hint("The backup was written wrongly; use another one and report this.")
                .build();
    }
}
