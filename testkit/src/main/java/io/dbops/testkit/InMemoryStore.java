package io.dbops.testkit;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps its objects in memory, with the semantics of an object store: create only when absent, nothing
 * partial visible, listings in key order. Thread-safe. Beside the contract it lets a test {@link #tamper} with an object.
 */
public final class InMemoryStore implements BackupStore {

    private final ConcurrentSkipListMap<ObjectKey, Stored> objects = new ConcurrentSkipListMap<>();
    private final Clock clock;

    /** Stamps objects with the system's clock. */
    public InMemoryStore() {
        this(Clock.systemUTC());
    }

    public InMemoryStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
        if (objects.containsKey(key)) {
            throw occupied(key);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        Stored stored = new Stored(bytes.toByteArray(), new ObjectInfo(key, bytes.size(), clock.instant()));
        // Somebody else may have come first while the content was written.
        if (objects.putIfAbsent(key, stored) != null) {
            throw occupied(key);
        }
        return stored.info;
    }

    @Override
    public InputStream get(ObjectKey key) {
        return new ByteArrayInputStream(stored(key).bytes);
    }

    @Override
    public Optional<ObjectInfo> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(Stored::info);
    }

    @Override
    public List<ObjectInfo> list(String prefix) {
        return objects.values().stream()
                .map(Stored::info)
                .filter(info -> info.key().value().startsWith(prefix))
                .toList();
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key);
    }

    /**
     * Changes an object behind the contract's back, as a failing disk or an attacker would; its time stays.
     *
     * @throws DbOpsException with code {@code STORE} if there is no such object
     */
    public void tamper(ObjectKey key, UnaryOperator<byte[]> change) {
        Stored before = stored(key);
        byte[] bytes = change.apply(before.bytes.clone()).clone();
        objects.put(key, new Stored(bytes, new ObjectInfo(key, bytes.length, before.info.storedAt())));
    }

    private Stored stored(ObjectKey key) {
        @Nullable Stored stored = objects.get(key);
        if (stored == null) {
            throw DbOpsException.of(ErrorCode.STORE_KEY_MISSING, "object " + key + " is not in " + description())
                    .build();
        }
        return stored;
    }

    private DbOpsException occupied(ObjectKey key) {
        return DbOpsException.of(ErrorCode.STORE_KEY_EXISTS, "key " + key + " is occupied in " + description())
                .hint("Store the object under another key.")
                .build();
    }

    @Override
    public String toString() {
        return description() + ", " + objects.size() + " objects";
    }

    private static final class Stored {
        private final byte[] bytes;
        private final ObjectInfo info;

        Stored(byte[] bytes, ObjectInfo info) {
            this.bytes = bytes;
            this.info = info;
        }

        ObjectInfo info() {
            return info;
        }
    }
}
