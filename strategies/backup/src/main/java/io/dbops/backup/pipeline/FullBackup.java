package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.value.ByteSize;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.sql.DataSource;

/** One FULL backup, from the keys to the report; used once. */
public final class FullBackup {

    /** Every backup of today is of this strategy. */
    private static final String STRATEGY = "snapshot";

    private static final DateTimeFormatter LABEL_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String LABEL_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LABEL_TAIL = 8;

    private final EngineContext context;
    private final DataSource connections;
    private final BackupStore store;
    private final WriterKeys keys;
    private final BackupOptions options;
    private final Progress progress;

    public FullBackup(
            EngineContext context, DataSource connections, BackupStore store, WriterKeys keys, BackupOptions options) {
        this.context = context;
        this.connections = connections;
        this.store = store;
        this.keys = keys;
        this.options = options;
        this.progress = new Progress(context.listener(), Operation.BACKUP, context.clock());
    }

    public BackupReport run() {
        BackupLabel label = newLabel();
        String what = "backup " + label;
        progress.started(what);
        try {
            BackupReport report = take(label);
            progress.finished(report.toString());
            return report;
        } catch (InterruptedException e) {
            DbOpsException failure = Failures.interrupted(what, e);
            progress.failed(failure);
            throw failure;
        } catch (Exception e) {
            DbOpsException failure = Failures.of(ErrorCode.BACKUP_FAILED, what, e);
            progress.failed(failure);
            throw failure;
        }
    }

    private BackupReport take(BackupLabel label) throws Exception {
        ObjectCoding coding = ObjectCoding.writing(options.compression(), keys.recipients(), context.random());
        BackupCatalog catalog = new BackupCatalog(store, keys.trusted());
        Source source = source();
        String repository = catalog.repositoryId(context.random());
        ContentDigests digests = keys.digests(repository);
        SnapshotRequest request = new SnapshotRequest(
                connections,
                options.schemas(),
                options.parallelism(),
                options.chunkSize().bytes(),
                options.lockWait());
        BackupObjects objects = new BackupObjects(store, coding, digests, label, progress);
        try {
            BackupManifest.Builder facts = new BackupManifest.Builder()
                    .repository(repository)
                    .label(label, BackupType.FULL)
                    .coding(options.compression(), keys.recipients());
            Instant takenAt;
            try (SnapshotSession session = source.strategy().openSnapshot(request)) {
                takenAt = context.clock().instant();
                objects.storeRows(session, options.parallelism());
                objects.storeRest(session, source.identity(), source.report(), options);
                facts.source(source.identity(), STRATEGY, source.report().consistency(), session.position());
            }
            ManifestCommit commit = new ManifestCommit(store, catalog, keys, context.clock(), progress);
            BackupManifest manifest = commit.run(facts.objects(objects.fixed(), objects.all()), takenAt, objects::keep);
            return report(manifest, objects, source.report());
        } catch (Exception e) {
            objects.discard(e);
            throw e;
        }
    }

    private BackupReport report(BackupManifest manifest, BackupObjects objects, StrategyReport strategy) {
        return new BackupReport(
                manifest.info(),
                objects.contents().tables().size(),
                objects.contents().rows(),
                ByteSize.ofBytes(objects.contents().bytes()),
                progress.elapsed(),
                strategy.consistency(),
                strategy.notCaptured());
    }

    private Source source() throws Exception {
        try (Connection connection = connections.getConnection()) {
            DatabaseIdentity identity = DatabaseIdentity.of(connection);
            BackupStrategy strategy = context.strategyFor(STRATEGY, identity);
            StrategyReport report = strategy.check(connection);
            if (!report.faults().isEmpty()) {
                throw DbOpsException.of(
                                ErrorCode.UNSUPPORTED,
                                "a backup of " + identity + " is refused: " + String.join("; ", report.faults()))
                        .hint("Mend what is named; nothing was stored.")
                        .build();
            }
            return new Source(identity, strategy, report);
        }
    }

    private BackupLabel newLabel() {
        StringBuilder tail = new StringBuilder();
        for (int i = 0; i < LABEL_TAIL; i++) {
            tail.append(LABEL_CHARACTERS.charAt(context.random().nextInt(LABEL_CHARACTERS.length())));
        }
        return BackupLabel.of(LABEL_TIME.format(context.clock().instant()) + "-F-" + tail);
    }

    private record Source(DatabaseIdentity identity, BackupStrategy strategy, StrategyReport report) {}
}
