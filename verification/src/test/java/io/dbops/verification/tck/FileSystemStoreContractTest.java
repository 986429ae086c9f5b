package io.dbops.verification.tck;

import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.BackupStore;
import io.dbops.testkit.tck.BackupStoreTck;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The directory store keeps the contract of stores. */
final class FileSystemStoreContractTest extends BackupStoreTck {

    @TempDir
    Path directory;

    @Override
    protected BackupStore emptyStore() {
        return FileSystemStore.at(directory);
    }

    @Override
    protected BackupStore anotherHandleTo(BackupStore store) {
        return FileSystemStore.at(directory);
    }
}
