package io.dbops.spi;

import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the builder was told about backups: either a directory or a store. Immutable. */
public final class BackupSettings {

    private final @Nullable Path directory;
    private final @Nullable BackupStore store;
    private final KeyProvider keys;
    private final DataSource connections;
    private final @Nullable Path anchor;

    /** Settings without an anchor. */
    public BackupSettings(
            @Nullable Path directory, @Nullable BackupStore store, KeyProvider keys, DataSource connections) {
        this(directory, store, keys, connections, null);
    }

    public BackupSettings(
            @Nullable Path directory,
            @Nullable BackupStore store,
            KeyProvider keys,
            DataSource connections,
            @Nullable Path anchor) {
        if ((directory == null) == (store == null)) {
            throw new IllegalArgumentException("backups go to a directory or to a store: exactly one of the two");
        }
        this.directory = directory;
        this.store = store;
        this.keys = keys;
        this.connections = connections;
        this.anchor = anchor;
    }

    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    public Optional<BackupStore> store() {
        return Optional.ofNullable(store);
    }

    public KeyProvider keys() {
        return keys;
    }

    /** The connections that backup workers use. */
    public DataSource connections() {
        return connections;
    }

    /** Where the newest backup that was seen is remembered; empty for nowhere. */
    public Optional<Path> anchor() {
        return Optional.ofNullable(anchor);
    }
}
