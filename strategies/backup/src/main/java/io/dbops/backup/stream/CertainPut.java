package io.dbops.backup.stream;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Stores a small object that counts for much, and is not satisfied with the store's word for it. */
public final class CertainPut {

    private final BackupStore store;
    private final BiConsumer<String, String> warnings;

    /** @param warnings are told the key and what happened to it */
    public CertainPut(BackupStore store, BiConsumer<String, String> warnings) {
        this.store = store;
        this.warnings = warnings;
    }

    /** Returns when the object is there as it should be; a failure leaves none that is otherwise, as far as the store lets it. */
    public void put(ObjectKey key, byte[] file) throws IOException {
        try {
            ObjectStoring.plain(store, key, out -> out.write(file));
        } catch (IOException | DbOpsException e) {
            if (!isStored(key, file, e)) {
                throw e;
            }
            warnings.accept(key.value(), "the object is stored, although the store said: " + e.getMessage());
            return;
        }
        requireStored(key, file);
    }

    private void requireStored(ObjectKey key, byte[] file) throws IOException {
        if (Arrays.equals(read(key, file.length), file)) {
            return;
        }
        DbOpsException failure = DbOpsException.of(
                        ErrorCode.STORE,
                        "the object " + key + " came back otherwise than it was written; it does not count")
                .with("object", key)
                .hint("Check " + store.description() + ": it did not keep what it was given.")
                .build();
        discard(key, failure);
        throw failure;
    }

    /**
     * Whether a put that failed has stored the object. What it stored instead is removed, as it would spoil the catalogue; not so what
     * was there before.
     */
    private boolean isStored(ObjectKey key, byte[] file, Exception failure) {
        try {
            if (store.find(key).isEmpty()) {
                return false;
            }
            if (Arrays.equals(read(key, file.length), file)) {
                return true;
            }
        } catch (IOException | DbOpsException e) {
            failure.addSuppressed(e);
            return false;
        }
        if (!(failure instanceof DbOpsException refusal) || refusal.code() != ErrorCode.STORE_KEY_EXISTS) {
            discard(key, failure);
        }
        return false;
    }

    private byte[] read(ObjectKey key, int length) throws IOException {
        try (InputStream in = store.get(key)) {
            return in.readNBytes(length + 1);
        }
    }

    /** Removes an object, because of that failure. */
    public void discard(ObjectKey key, Exception failure) {
        try {
            store.delete(key);
        } catch (IOException | DbOpsException e) {
            failure.addSuppressed(e);
        }
    }
}
