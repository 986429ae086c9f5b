package io.dbops.verification.backup;

import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.testkit.InMemoryStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A store in memory that stops in the middle of the first object of rows that comes, until it is told to go on or closed: close it
 * before the database whose rows it holds up.
 */
final class PausingStore implements BackupStore, AutoCloseable {

    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    private final BackupStore store = new InMemoryStore();

    @Override
    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
        if (!key.value().startsWith("objects/") || reached.getCount() == 0) {
            return store.put(key, content);
        }
        return store.put(key, out -> content.writeTo(new Pausing(out)));
    }

    private final class Pausing extends FilterOutputStream {
        private long written;

        Pausing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
            if (written > 1024) {
                reached.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while it paused");
                }
            }
        }
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

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public void close() {
        goOn.countDown();
    }
}
