package io.dbops.backup.pipeline;

import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.pipeline.Reference.Shared;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.ObjectStoring;
import io.dbops.backup.stream.RowTally;
import io.dbops.backup.stream.TallyOutput;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.RateLimit;
import io.dbops.backup.work.Worker;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.snapshot.TableReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks with one reader and stores each as one object, unless the reference has stored the same. Then a chunk is read once to be
 * compared, and again to be stored if it differs: nothing has to be held meanwhile, whatever its size.
 */
final class ChunkWriter implements Worker<ChunkJob> {

    private static final int BUFFER = 64 * 1024;

    private final TableReader reader;
    private final ObjectStoring storing;
    private final RowKeys keys;
    private final ContentDigests digests;
    private final @Nullable Reference reference;
    private final RowResults results;
    private final RateLimit rate;
    private final Progress progress;
    private final Failures failures;
    private final AtomicBoolean stopped;
    private final AfterChunk stored;

    /** What is to be done after each chunk. */
    @FunctionalInterface
    interface AfterChunk {
        void run() throws IOException;
    }

    ChunkWriter(
            TableReader reader,
            ObjectStoring storing,
            RowKeys keys,
            ContentDigests digests,
            @Nullable Reference reference,
            RowResults results,
            RateLimit rate,
            Progress progress,
            Failures failures,
            AtomicBoolean stopped,
            AfterChunk stored) {
        this.stored = stored;
        this.reader = reader;
        this.storing = storing;
        this.keys = keys;
        this.digests = digests;
        this.reference = reference;
        this.results = results;
        this.rate = rate;
        this.progress = progress;
        this.failures = failures;
        this.stopped = stopped;
    }

    @Override
    public void work(ChunkJob job) throws IOException {
        progress.itemStarted(job.toString());
        Optional<Shared> before = reference == null ? Optional.empty() : reference.chunk(job.table(), job.chunk());
        if (before.isEmpty() || !share(job, before.get())) {
            store(job, before.isPresent());
        }
        stored.run();
        progress.itemFinished(job.toString());
    }

    /** Whether it is the same as that one, which then stands for it. */
    private boolean share(ChunkJob job, Shared before) throws IOException {
        RowTally tally = new RowTally();
        read(job, OutputStream.nullOutputStream(), tally, progress::bytes);
        boolean same = contents(job, before.chunk().object(), tally).isSameAs(before.chunk())
                && (before.proven() || isIntact(before.object()));
        if (same) {
            results.share(job, before, tally.sum());
        }
        return same;
    }

    private boolean isIntact(StoredObject left) {
        try {
            storing.prove(left);
            return true;
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.INTEGRITY) {
                throw e;
            }
            progress.warning(left.key().value(), "what a run that died has stored is stored again: " + e.what());
            return false;
        }
    }

    private void store(ChunkJob job, boolean again) throws IOException {
        ObjectKey key = keys.next(job.table(), job.chunk());
        RowTally tally = new RowTally();
        LongConsumer told = again ? bytes -> {} : progress::bytes;
        StoredObject object = storing.coded(key, true, out -> read(job, out, tally, told));
        results.add(job, contents(job, key, tally), object, tally.sum());
    }

    private ChunkContents contents(ChunkJob job, ObjectKey key, RowTally tally) {
        return new ChunkContents(
                job.chunk().number(),
                job.chunk().range(),
                key,
                tally.rows(),
                tally.bytes(),
                digests.of(tally),
                digests.textOf(tally));
    }

    private void read(ChunkJob job, OutputStream out, RowTally tally, LongConsumer told) throws IOException {
        OutputStream rows = new BufferedOutputStream(new TallyOutput(out, tally, stopped::get, rate, told), BUFFER);
        long counted;
        try {
            counted = reader.read(job.table(), job.chunk(), rows);
        } catch (SQLException e) {
            throw failures.of(ErrorCode.BACKUP_FAILED, "reading " + job, e);
        }
        // Not in a finally: a stream that failed must not be completed.
        rows.flush();
        if (counted != tally.rows() || tally.isInsideRow()) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "reading " + job + " gave " + tally.rows() + " complete lines, the database counted "
                                    + counted + " rows")
                    .with("table", job.table().name())
                    .hint("Nothing was kept; report this together with the versions of driver and server.")
                    .build();
        }
    }

    @Override
    public void cancel() {
        reader.cancel();
    }

    @Override
    public void close() throws SQLException {
        reader.close();
    }
}
