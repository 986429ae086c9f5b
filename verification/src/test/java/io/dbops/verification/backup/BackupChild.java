package io.dbops.verification.backup;

import io.dbops.DbOps;
import io.dbops.backup.BackupType;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Takes a backup in a JVM of its own and stops for ever at a named step, for its parent to kill. Arguments: JDBC URL, user,
 * password, repository, key file, step, file that is made when the step is reached, type of the backup.
 */
public final class BackupChild {

    private BackupChild() {}

    /** Where it stops. */
    enum Step {
        BEFORE_FIRST_OBJECT,
        WITHIN_AN_OBJECT,
        BETWEEN_OBJECTS_AND_MANIFEST,
        MANIFEST_WRITTEN_BUT_NOT_LINKED,
        AFTER_THE_MANIFEST
    }

    public static void main(String[] arguments) {
        Step step = Step.valueOf(arguments[5]);
        BackupStore store = new StoppingStore(FileSystemStore.at(Path.of(arguments[3])), step, Path.of(arguments[6]));
        try (DbOps dbOps = DbOps.builder()
                .url(arguments[0])
                .user(arguments[1])
                .password(arguments[2])
                .backupsTo(store)
                .backupKeys(KeyFile.at(Path.of(arguments[4])))
                .build()) {
            if (BackupType.valueOf(arguments[7]) == BackupType.FULL) {
                dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            } else {
                dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
            }
        }
        throw new IllegalStateException("the step " + step + " was never reached");
    }

    /** Stops the first thread that comes to the step; the kill ends all. */
    private static final class StoppingStore implements BackupStore {
        private final BackupStore store;
        private final Step step;
        private final Path reached;

        StoppingStore(BackupStore store, Step step, Path reached) {
            this.store = store;
            this.step = step;
            this.reached = reached;
        }

        private void at(Step here) {
            if (here != step) {
                return;
            }
            try {
                Files.writeString(reached, here.name());
                Thread.sleep(Long.MAX_VALUE);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            boolean manifest = key.value().startsWith("manifests/");
            if (key.value().startsWith("objects/")) {
                at(Step.BEFORE_FIRST_OBJECT);
            }
            if (manifest) {
                at(Step.BETWEEN_OBJECTS_AND_MANIFEST);
            }
            ObjectInfo info = store.put(key, out -> {
                content.writeTo(manifest ? out : new StoppingOutput(out));
                if (manifest) {
                    at(Step.MANIFEST_WRITTEN_BUT_NOT_LINKED);
                }
            });
            if (manifest) {
                at(Step.AFTER_THE_MANIFEST);
            }
            return info;
        }

        /** Stops once something of an object was written. */
        private final class StoppingOutput extends FilterOutputStream {
            StoppingOutput(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                out.flush();
                if (length > 200) {
                    at(Step.WITHIN_AN_OBJECT);
                }
            }
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

        @Override
        public void delete(ObjectKey key) throws IOException {
            store.delete(key);
        }
    }
}
