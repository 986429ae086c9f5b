package io.dbops.spi;

import io.dbops.backup.Backups;

/** Makes the backup engine; found by ServiceLoader or registered with the builder. */
public interface BackupEngineProvider {

    /** No I/O. */
    Backups create(EngineContext context, BackupSettings settings);
}
