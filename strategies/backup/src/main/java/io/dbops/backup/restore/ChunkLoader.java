package io.dbops.backup.restore;

import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.stream.ChunkInput;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.Worker;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.TableLoader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Loads chunks with one loader, each proven to its last byte before its transaction commits. */
final class ChunkLoader implements Worker<LoadJob> {

    private final TableLoader loader;
    private final OpenedBackup backup;
    private final Progress progress;
    private final AtomicBoolean stopped;

    ChunkLoader(TableLoader loader, OpenedBackup backup, Progress progress, AtomicBoolean stopped) {
        this.loader = loader;
        this.backup = backup;
        this.progress = progress;
        this.stopped = stopped;
    }

    @Override
    public void work(LoadJob job) throws IOException {
        progress.itemStarted(job.toString());
        ChunkContents contents = job.contents();
        try (ChunkInput in = backup.rows(contents, stopped::get, progress::bytes)) {
            load(job, in);
            if (!in.isProven()) {
                throw DbOpsException.of(
                                ErrorCode.RESTORE_FAILED,
                                "loading " + job + " from object " + contents.object() + " ended before its rows did")
                        .build();
            }
        }
        progress.itemFinished(job.toString());
    }

    private void load(LoadJob job, ChunkInput in) {
        try {
            loader.load(job.table(), job.chunk(), job.contents().rows(), in);
        } catch (SQLException | IOException | RuntimeException e) {
            // What the object is guilty of matters more than how the driver reports that it could not read on.
            throw in.fault().map(fault -> withSuppressed(fault, e)).orElseGet(() -> failure(job, e));
        }
    }

    private static DbOpsException failure(LoadJob job, Exception cause) {
        return Failures.of(
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
