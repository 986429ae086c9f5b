package io.dbops.backup.engine;

import io.dbops.backup.Backups;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.BackupEngineProvider;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.BackupStore;
import io.dbops.spi.EngineContext;

/** Makes the backup engine. Stateless, thread-safe. */
public final class BackupEngine implements BackupEngineProvider {

    @Override
    public Backups create(EngineContext context, BackupSettings settings) {
        BackupStore store = settings.store().orElseGet(() -> settings.directory()
                .map(FileSystemStore::at)
                .orElseThrow(() -> new IllegalArgumentException("backups go to a directory or to a store")));
        return new RepositoryBackups(context, settings, store);
    }
}
