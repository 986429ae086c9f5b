package io.dbops.verification.tck;

import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.BackupStore;
import io.dbops.testkit.tck.BackupStoreTck;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The directory store keeps the contract of stores. One test after the other: JUnit opens the directories that it deletes, and
 * those that go with the longest key are so many that they would be taken for something that the test beside it left.
 */
@Execution(ExecutionMode.SAME_THREAD)
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
