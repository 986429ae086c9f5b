package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.manifest.BackupContents;
import io.dbops.backup.manifest.ContentsFile;
import io.dbops.backup.manifest.Draft;
import io.dbops.backup.manifest.DraftFile;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.stream.CertainPut;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.backup.stream.ObjectStoring;
import io.dbops.backup.work.Progress;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.snapshot.TableData;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes down now and then what a run has stored, each time an eighth more than the last time: a run that dies loses no more, and there
 * are few drafts however many chunks there are. Thread-safe.
 */
final class DraftWriter {

    /** Fewer chunks are not worth a draft. */
    private static final int LEAST = 8;

    private static final int SHARE = 8;

    private final BackupStore store;
    private final ObjectCoding coding;
    private final ContentDigests digests;
    private final SigningKey key;
    private final BackupLabel label;
    private final Frame frame;
    private final Progress progress;
    private final AtomicInteger done = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile int next = LEAST;
    private int number;

    /** What each draft of a run says besides what is stored. */
    @FunctionalInterface
    interface Frame {
        Draft around(StoredObject contents, List<StoredObject> objects);
    }

    /** @param coding of the contents */
    DraftWriter(
            BackupStore store,
            ObjectCoding coding,
            ContentDigests digests,
            SigningKey key,
            BackupLabel label,
            Frame frame,
            Progress progress) {
        this.store = store;
        this.coding = coding;
        this.digests = digests;
        this.key = key;
        this.label = label;
        this.frame = frame;
        this.progress = progress;
    }

    /** To be called after each chunk; writes a draft if it is time for one, and nobody else does. */
    void chunkStored(List<TableData> tables, RowResults results) throws IOException {
        if (done.incrementAndGet() >= next && writing.tryLock()) {
            try {
                write(tables, results);
                next = done.get() + Math.max(LEAST, done.get() / SHARE);
            } finally {
                writing.unlock();
            }
        }
    }

    private void write(List<TableData> tables, RowResults results) throws IOException {
        number++;
        RowResults.SoFar soFar = results.soFar(tables, Keyspace.fixed(label, "not-stored"));
        BackupContents contents =
                new BackupContents(label, digests.encodedKey(), List.of(), List.of(), 0, 0, soFar.tables());
        byte[] json = ContentsFile.write(contents);
        StoredObject stored = new ObjectStoring(store, coding)
                .coded(Keyspace.draftContents(label, number, coding.suffix(false)), false, out -> out.write(json));
        byte[] file = DraftFile.write(frame.around(stored, soFar.objects()), key);
        new CertainPut(store, progress::warning).put(Keyspace.draft(label, number), file);
        if (number > 1) {
            store.delete(Keyspace.draft(label, number - 1));
            store.delete(Keyspace.draftContents(label, number - 1, coding.suffix(false)));
        }
    }

    /** Once the manifest is there, nobody needs the draft. */
    void forget() throws IOException {
        for (ObjectInfo each : store.list(Keyspace.drafts(label))) {
            store.delete(each.key());
        }
        if (number > 0) {
            store.delete(Keyspace.draftContents(label, number, coding.suffix(false)));
        }
    }
}
