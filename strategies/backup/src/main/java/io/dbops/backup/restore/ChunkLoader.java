package io.dbops.backup.restore;

import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.stream.ChunkInput;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.RateLimit;
import io.dbops.backup.work.Worker;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.TableLoader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Loads chunks with one loader, each proven to its last byte before its transaction commits. */
final class ChunkLoader implements Worker<LoadJob> {

    private static final int MOST_ATTEMPTS = 10;

    private final TableLoader loader;
    private final OpenedBackup backup;
    private final RateLimit rate;
    private final Progress progress;
    private final Failures failures;
    private final AtomicBoolean stopped;

    ChunkLoader(
            TableLoader loader,
            OpenedBackup backup,
            RateLimit rate,
            Progress progress,
            Failures failures,
            AtomicBoolean stopped) {
        this.loader = loader;
        this.backup = backup;
        this.rate = rate;
        this.progress = progress;
        this.failures = failures;
        this.stopped = stopped;
    }

    @Override
    public void work(LoadJob job) throws IOException {
        progress.itemStarted(job.toString());
        int attempt = 1;
        while (!loaded(job, attempt)) {
            attempt++;
        }
        progress.itemFinished(job.toString());
    }

    /** Whether the chunk is in; {@code false} when the database undid it for the sake of another and it may be tried again. */
    private boolean loaded(LoadJob job, int attempt) throws IOException {
        ChunkContents contents = job.contents();
        AtomicLong read = new AtomicLong();
        LongConsumer counting = bytes -> {
            read.addAndGet(bytes);
            progress.bytes(bytes);
        };
        try (ChunkInput in = backup.rows(contents, stopped::get, counting)) {
            try {
                loader.load(job.table(), job.chunk(), contents.rows(), limited(in));
            } catch (SQLException | IOException | RuntimeException e) {
                if (attempt < MOST_ATTEMPTS && in.fault().isEmpty() && !stopped.get() && isUndoneForAnother(e)) {
                    progress.bytes(-read.get());
                    progress.warning(
                            job.toString(), "was undone by the database to end a deadlock; it is loaded again");
                    return false;
                }
                // What the object is guilty of matters more than how the driver reports that it could not read on.
                throw in.fault().map(fault -> withSuppressed(fault, e)).orElseGet(() -> failure(job, e));
            }
            if (!in.isProven()) {
                throw DbOpsException.of(
                                ErrorCode.RESTORE_FAILED,
                                "loading " + job + " from object " + contents.object() + " ended before its rows did")
                        .build();
            }
            return true;
        }
    }

    private InputStream limited(InputStream rows) {
        return new FilterInputStream(rows) {
            @Override
            public int read() throws IOException {
                rate.take(1, stopped::get);
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = in.read(bytes, offset, length);
                if (read > 0) {
                    rate.take(read, stopped::get);
                }
                return read;
            }
        };
    }

    /**
     * Two loaders of neighbouring ranges can meet in a deadlock over an index. SQLState class 40, "transaction rollback" in
     * ISO/IEC 9075, says that the whole transaction is gone, so nothing of the chunk is in.
     */
    private static boolean isUndoneForAnother(Exception e) {
        return e instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith("40");
    }

    private DbOpsException failure(LoadJob job, Exception cause) {
        return failures.of(
                ErrorCode.RESTORE_FAILED,
                "loading " + job + " from object " + job.contents().object(),
                cause);
    }

    private static DbOpsException withSuppressed(DbOpsException fault, Exception also) {
        if (also != fault && also.getCause() != fault) {
            fault.addSuppressed(also);
        }
        return fault;
    }

    @Override
    public void cancel() {
        loader.cancel();
    }

    @Override
    public void close() throws SQLException {
        loader.close();
    }
}
