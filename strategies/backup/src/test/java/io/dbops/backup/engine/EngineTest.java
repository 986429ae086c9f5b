package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.Backups;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repository of the fake database's backups, and the check that nothing stays open. */
@Timeout(60)
abstract class EngineTest {

    final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    final LineDatabase database =
            new LineDatabase().with("small", 7).with("empty", 0).with("long", 1234);
    final EngineFixture fixture = new EngineFixture(database);

    @TempDir
    Path temp;

    FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }

    Backups backups() {
        return fixture.backups(store(), keys);
    }

    @AfterEach
    void everything_that_was_opened_is_closed_and_no_thread_is_left() {
        assertThat(database.open).hasValue(0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("dbops-"));
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
