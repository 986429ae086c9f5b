package io.dbops.backup.restore;

import io.dbops.backup.BackupOptions;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.ParallelWork;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.value.ByteSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** Restores one backup into one target, or says what a restore would do; used once. */
public final class RestoreRunner {

    private final EngineContext context;
    private final BackupStore store;
    private final OpenedBackup backup;
    private final DataSource into;
    private final Progress progress;
    private final String what;

    public RestoreRunner(EngineContext context, BackupStore store, OpenedBackup backup, DataSource into) {
        this.context = context;
        this.store = store;
        this.backup = backup;
        this.into = into;
        this.progress = new Progress(context.listener(), Operation.RESTORE, context.clock());
        this.what = "the restore of " + backup.manifest().label();
    }

    public RecoveryPlan plan() {
        try {
            DatabaseIdentity target = identity();
            try (RestoreSession session = strategy(target).openRestore(into)) {
                return RestorePreflight.look(backup, store, target, session).plan();
            }
        } catch (SQLException e) {
            throw Failures.of(ErrorCode.RESTORE_FAILED, "planning " + what, e);
        }
    }

    public RestoreReport run(RestoreOptions options) {
        progress.started(what);
        try {
            restore(options);
            RestoreReport report = new RestoreReport(
                    backup.manifest().label(),
                    backup.contents().tables().size(),
                    backup.contents().rows(),
                    ByteSize.ofBytes(backup.contents().bytes()),
                    progress.elapsed());
            progress.finished(report.toString());
            return report;
        } catch (InterruptedException e) {
            DbOpsException failure = Failures.interrupted(what, e);
            progress.failed(failure);
            throw failure;
        } catch (Exception e) {
            DbOpsException failure = Failures.of(ErrorCode.RESTORE_FAILED, what, e);
            progress.failed(failure);
            throw failure;
        }
    }

    private void restore(RestoreOptions options) throws Exception {
        DatabaseIdentity target = identity();
        BackupStrategy strategy = strategy(target);
        try (RestoreSession session = strategy.openRestore(into)) {
            RestorePreflight.look(backup, store, target, session).refuseIfFaulty();
            define(session, Phase.BEFORE_DATA);
            load(session, options.parallelism());
            define(session, Phase.AFTER_DATA);
            session.finish();
        }
        SnapshotRequest request = new SnapshotRequest(
                into,
                Set.copyOf(backup.contents().schemas()),
                options.parallelism(),
                BackupOptions.defaults().chunkSize().bytes(),
                BackupOptions.defaults().lockWait());
        new TargetComparison(backup.contents(), backup.digests())
                .run(strategy, request, "dbops-compare-" + backup.manifest().label());
    }

    private void define(RestoreSession session, Phase phase) {
        backup.definitions(phase, item -> {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw DbOpsException.of(ErrorCode.INTERRUPTED, what + " was interrupted before " + named(item))
                        .build();
            }
            try {
                session.define(item);
            } catch (SQLException e) {
                throw Failures.of(ErrorCode.RESTORE_FAILED, "defining " + named(item), e);
            }
        });
    }

    private void load(RestoreSession session, int parallelism) throws Exception {
        List<LoadJob> jobs = new ArrayList<>();
        for (TableContents table : backup.contents().tables()) {
            TableData data = table.toTableData();
            for (ChunkContents chunk : table.chunks()) {
                jobs.add(new LoadJob(data, data.chunks().get(chunk.number()), chunk));
            }
        }
        jobs.sort(Comparator.comparingLong((LoadJob job) -> job.table().estimatedBytes())
                .reversed());
        progress.totals(jobs.size(), backup.contents().bytes());
        int count = Math.min(Math.min(parallelism, session.maxLoaders()), Math.max(1, jobs.size()));
        AtomicBoolean stopped = new AtomicBoolean();
        List<ChunkLoader> loaders = new ArrayList<>();
        try {
            while (loaders.size() < count) {
                loaders.add(new ChunkLoader(session.openLoader(), backup, progress, stopped));
            }
        } catch (SQLException | RuntimeException e) {
            for (ChunkLoader each : loaders) {
                try {
                    each.close();
                } catch (SQLException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
        new ParallelWork<>("dbops-restore-" + backup.manifest().label(), loaders, jobs, stopped).run();
    }

    private BackupStrategy strategy(DatabaseIdentity target) {
        return context.strategyFor(backup.manifest().strategy(), target);
    }

    private DatabaseIdentity identity() throws SQLException {
        try (Connection connection = into.getConnection()) {
            return DatabaseIdentity.of(connection);
        }
    }

    private static String named(SchemaItem item) {
        return (item.kind() + " " + item.name()).strip();
    }
}
