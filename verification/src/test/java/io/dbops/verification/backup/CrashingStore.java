package io.dbops.verification.backup;

import io.dbops.DbOps;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.Compression;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.OtherJvm;
import io.dbops.verification.PlainSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A store that is told at which of its writes to end the process, as by SIGKILL: nothing is closed, nothing runs any more. A put has
 * three points, before it, with all bytes written and no key, and after it; a deletion two.
 */
final class CrashingStore implements BackupStore {

    private static final BackupOptions ONE_READER =
            BackupSubjects.SMALL_CHUNKS.toBuilder().parallelism(1).build();

    private final BackupStore store;
    private final int point;
    private final Consumer<String> kill;
    private final AtomicInteger points = new AtomicInteger();

    /** @param point counted from 1; none for 0 */
    CrashingStore(BackupStore store, int point, Consumer<String> kill) {
        this.store = store;
        this.point = point;
        this.kill = kill;
    }

    /** What the other process does. */
    enum Work {
        INCREMENTAL {
            @Override
            void on(DbOps dbOps) {
                dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            }
        },
        FULL {
            @Override
            void on(DbOps dbOps) {
                dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            }
        },
        /** By one reader, so that the points always come in the same order. */
        FULL_BY_ONE {
            @Override
            void on(DbOps dbOps) {
                dbOps.backups().full(ONE_READER);
            }
        },
        /** The same. */
        INCREMENTAL_BY_ONE {
            @Override
            void on(DbOps dbOps) {
                dbOps.backups().incremental(ONE_READER);
            }
        },
        /** Without a library that unpacks itself. */
        FULL_BY_GZIP {
            @Override
            void on(DbOps dbOps) {
                dbOps.backups()
                        .full(BackupSubjects.SMALL_CHUNKS.toBuilder()
                                .compression(Compression.GZIP)
                                .build());
            }
        },
        EXPIRE {
            @Override
            void on(DbOps dbOps) {
                dbOps.backups().expire(RetentionPolicy.builder().last(1).build());
            }
        };

        abstract void on(DbOps dbOps);
    }

    /** How many points were passed. */
    int points() {
        return points.get();
    }

    /** Runs it in another process; returns the name of the point, or an empty text when it was over before. */
    static String run(Work work, TestDatabase database, Path repository, Path keys, int point)
            throws IOException, InterruptedException {
        return OtherJvm.run(CrashingStore.class, arguments(work, database, repository, keys, point));
    }

    /** Runs it whole in another process that has no room for more than so many KiB in a file. */
    static void runWithFilesUpTo(int kib, Work work, TestDatabase database, Path repository, Path keys)
            throws IOException, InterruptedException {
        OtherJvm.runWithFilesUpTo(kib, CrashingStore.class, arguments(work, database, repository, keys, 0));
    }

    private static Object[] arguments(Work work, TestDatabase database, Path repository, Path keys, int point) {
        return new Object[] {work, database.jdbcUrl(), database.user(), database.password(), repository, keys, point};
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) throws SQLException {
        CrashingStore store = new CrashingStore(
                FileSystemStore.at(Path.of(arguments[4])), Integer.parseInt(arguments[6]), OtherJvm::kill);
        try (DbOps dbOps = DbOps.builder()
                .dataSource(PlainSource.of(arguments[1], arguments[2], arguments[3]))
                .backupsTo(store)
                .backupKeys(KeyFile.at(Path.of(arguments[5])))
                .build()) {
            Work.valueOf(arguments[0]).on(dbOps);
        }
    }

    private void pass(String name) {
        if (points.incrementAndGet() == point) {
            kill.accept(name);
        }
    }

    @Override
    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
        pass("before " + key);
        ObjectInfo info = store.put(key, out -> {
            content.writeTo(out);
            pass("with " + key + " written and not there");
        });
        pass("after " + key);
        return info;
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        pass("before deleting " + key);
        store.delete(key);
        pass("after deleting " + key);
    }

    @Override
    public String description() {
        return store.description();
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
}
