package io.dbops.backup.stream;

import io.dbops.backup.manifest.StoredObject;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStore.Content;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;

/** Stores objects and believes the store only what it confirms. Thread-safe as far as its parts are. */
public final class ObjectStoring {

    private final BackupStore store;
    private final ObjectCoding coding;

    public ObjectStoring(BackupStore store, ObjectCoding coding) {
        this.store = store;
        this.coding = coding;
    }

    /** Stores what the content writes, coded. */
    public StoredObject coded(ObjectKey key, boolean compressed, Content content) throws IOException {
        return plain(store, key, stored -> {
            try (OutputStream out = coding.encode(stored, compressed)) {
                content.writeTo(out);
            }
        });
    }

    /** Reads what is stored against its digest. */
    public void prove(StoredObject object) {
        new ObjectReading(store).prove(object);
    }

    /** Stores what the content writes, as it is. */
    public static StoredObject plain(BackupStore store, ObjectKey key, Content content) throws IOException {
        AtomicReference<StoredObject> written = new AtomicReference<>();
        ObjectInfo info = store.put(key, out -> {
            StoredOutput counted = new StoredOutput(out);
            content.writeTo(counted);
            written.set(new StoredObject(key, counted.size(), counted.sha256()));
        });
        StoredObject object = written.get();
        if (object == null || !info.key().equals(key) || info.size() != object.size()) {
            throw DbOpsException.of(
                            ErrorCode.STORE,
                            "the store confirmed " + info.key() + " with " + info.size() + " bytes; object " + key
                                    + " was written with " + (object == null ? "nothing" : object.size() + " bytes"))
                    .with("object", key)
                    .hint("Check " + store.description() + ": it did not keep what it was given.")
                    .build();
        }
        return object;
    }
}
