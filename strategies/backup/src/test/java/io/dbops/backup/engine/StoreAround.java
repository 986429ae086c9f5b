package io.dbops.backup.engine;

import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store around another one, for what a test lets go wrong. */
class StoreAround implements BackupStore {
    private final BackupStore store;

    StoreAround(BackupStore store) {
        this.store = store;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
        return store.put(key, content);
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return store.get(key);
    }

    @Override
    public Optional<ObjectInfo> find(ObjectKey key) throws IOException {
        return store.find(key);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return store.list(prefix);
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        store.delete(key);
    }
}
