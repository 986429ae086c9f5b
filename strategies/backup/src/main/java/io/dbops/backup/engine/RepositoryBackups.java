package io.dbops.backup.engine;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupPlan;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.Backups;
import io.dbops.backup.ExpireOptions;
import io.dbops.backup.ExpireReport;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.RetentionPlan;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyOptions;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogEntry;
import io.dbops.backup.catalog.Marking;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Mark.Kind;
import io.dbops.backup.pipeline.SnapshotBackup;
import io.dbops.backup.pipeline.WriterKeys;
import io.dbops.backup.restore.RestoreRunner;
import io.dbops.backup.verify.BackupVerifier;
import io.dbops.backup.work.OperationRun;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.BackupStore;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.call.Deadline;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The backups of one repository. Keeps no state of its own; thread-safe. */
final class RepositoryBackups implements Backups {

    private final EngineContext context;
    private final BackupSettings settings;
    private final BackupStore store;
    private final RepositoryAccess access;
    private final RepositoryCare care;

    RepositoryBackups(EngineContext context, BackupSettings settings, BackupStore store) {
        this.context = context;
        this.settings = settings;
        this.store = store;
        this.access = new RepositoryAccess(context, settings, store);
        this.care = new RepositoryCare(access);
    }

    @Override
    public BackupReport full(BackupOptions options) {
        return take(BackupType.FULL, options);
    }

    @Override
    public BackupReport incremental(BackupOptions options) {
        return take(BackupType.INCREMENTAL, options);
    }

    @Override
    public BackupReport differential(BackupOptions options) {
        return take(BackupType.DIFFERENTIAL, options);
    }

    private BackupReport take(BackupType type, BackupOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        WriterKeys keys = writerKeys(deadline);
        for (int retries = options.blocked().retries(); ; retries--) {
            try {
                return backup(type, keys, options, deadline).run();
            } catch (DbOpsException e) {
                if (e.code() != ErrorCode.BACKUP_GAVE_WAY || retries == 0) {
                    throw e;
                }
            }
        }
    }

    private SnapshotBackup backup(BackupType type, WriterKeys keys, BackupOptions options, Deadline deadline) {
        return new SnapshotBackup(
                type, context, settings.connections(), access.catalog(keys.trusted()), store, keys, options, deadline);
    }

    @Override
    public BackupPlan planFull(BackupOptions options) {
        return plan(BackupType.FULL, options);
    }

    @Override
    public BackupPlan planIncremental(BackupOptions options) {
        return plan(BackupType.INCREMENTAL, options);
    }

    @Override
    public BackupPlan planDifferential(BackupOptions options) {
        return plan(BackupType.DIFFERENTIAL, options);
    }

    private BackupPlan plan(BackupType type, BackupOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        return backup(type, writerKeys(deadline), options, deadline).plan();
    }

    private WriterKeys writerKeys(Deadline deadline) {
        return new OperationRun("the backup", ErrorCode.KEY, deadline).run(() -> WriterKeys.of(access.keys()));
    }

    @Override
    public List<BackupInfo> list() {
        return access.reading("listing the backups")
                .run(() -> RepositoryAccess.intact(access.catalog(access.keys())).entries().stream()
                        .map(CatalogEntry::info)
                        .toList());
    }

    @Override
    public Optional<BackupInfo> get(BackupLabel label) {
        return access.reading("looking up backup " + label)
                .run(() -> access.catalog(access.keys()).info(label));
    }

    @Override
    public VerifyReport verify(BackupLabel label, VerifyOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        Progress progress = new Progress(context.listener(), Operation.VERIFY, context.clock());
        return RepositoryAccess.reading("verification of " + label, deadline)
                .run(
                        progress,
                        () -> {
                            BackupKeys keys = access.keys();
                            VerifyReport report = new BackupVerifier(
                                            access.catalog(keys),
                                            store,
                                            keys,
                                            label,
                                            options.level(),
                                            progress,
                                            deadline)
                                    .run();
                            report.faults().forEach(fault -> progress.warning(label.value(), fault));
                            care.recordVerified(report, keys, progress);
                            return report;
                        },
                        report -> report.isIntact() ? "intact" : report.faults().size() + " faults");
    }

    @Override
    public RestoreReport restore(RecoveryTarget target, DataSource into, RestoreOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        OpenedBackup backup = opened(target, "the restore", deadline);
        return options.replaceExisting()
                ? new Replacement(access, care, writerKeys(deadline), backup, into, options, deadline).run()
                : new RestoreRunner(context, store, backup, into, options, deadline).run();
    }

    @Override
    public RecoveryPlan planRestore(RecoveryTarget target, DataSource into, RestoreOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        OpenedBackup backup = opened(target, "the plan of a restore", deadline);
        return new RestoreRunner(context, store, backup, into, options, deadline).plan();
    }

    @Override
    public RestoreReport drill(RecoveryTarget target, DataSource scratch, RestoreOptions options) {
        // before all the work: what it proves is to be recorded
        Marking marking = access.reading("the drill").run(() -> care.marking(access.keys(), (object, warning) -> {}));
        RestoreReport report = restore(target, scratch, options);
        access.reading("recording the drill").run(() -> marking.say(report.label(), Kind.PROVEN, ""));
        return report;
    }

    @Override
    public BackupInfo hold(BackupLabel label, String reason) {
        return care.hold(label, reason);
    }

    @Override
    public BackupInfo release(BackupLabel label) {
        return care.release(label);
    }

    @Override
    public BackupInfo tag(BackupLabel label, String tag) {
        return care.tag(label, tag);
    }

    @Override
    public BackupInfo untag(BackupLabel label, String tag) {
        return care.untag(label, tag);
    }

    @Override
    public RetentionPlan planExpire(RetentionPolicy policy) {
        return care.planExpire(policy);
    }

    @Override
    public ExpireReport expire(RetentionPolicy policy, ExpireOptions options) {
        return care.expire(policy, options);
    }

    @Override
    public ExpireReport delete(BackupLabel label) {
        return care.delete(label);
    }

    private OpenedBackup opened(RecoveryTarget target, String what, Deadline deadline) {
        return new OperationRun(what, ErrorCode.RESTORE_FAILED, deadline).run(() -> open(target));
    }

    private OpenedBackup open(RecoveryTarget target) {
        BackupKeys keys = access.keys();
        BackupCatalog catalog = access.catalog(keys);
        // A label is restored as long as its own manifest is intact; "latest" needs to believe the whole succession.
        Optional<BackupManifest> manifest =
                target.label().isPresent() ? catalog.find(target.label().get()) : latest(catalog);
        return OpenedBackup.open(manifest.orElseThrow(() -> access.notFound(target)), store, keys);
    }

    private static Optional<BackupManifest> latest(BackupCatalog catalog) {
        BackupManifest newest = null;
        for (CatalogEntry entry : RepositoryAccess.intact(catalog).entries()) {
            newest = entry.isReplaced() ? newest : entry.manifest();
        }
        return Optional.ofNullable(newest);
    }
}
