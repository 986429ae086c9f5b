package io.dbops.backup.engine;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupPlan;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.Backups;
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
import io.dbops.backup.catalog.CatalogScan;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.expire.Expiry;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.pipeline.SnapshotBackup;
import io.dbops.backup.pipeline.WriterKeys;
import io.dbops.backup.restore.RestoreRunner;
import io.dbops.backup.retention.RetentionPlanner;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.backup.verify.BackupVerifier;
import io.dbops.backup.work.Failures;
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
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The backups of one repository. Keeps no state of its own; thread-safe. */
final class RepositoryBackups implements Backups {

    private final EngineContext context;
    private final BackupSettings settings;
    private final BackupStore store;

    RepositoryBackups(EngineContext context, BackupSettings settings, BackupStore store) {
        this.context = context;
        this.settings = settings;
        this.store = store;
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
        return new SnapshotBackup(type, context, settings.connections(), store, keys, options, deadline);
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
        return new OperationRun("the backup", ErrorCode.KEY, deadline).run(() -> WriterKeys.of(keys()));
    }

    @Override
    public List<BackupInfo> list() {
        return reading("listing the backups").run(() -> intact(catalog(keys())).entries().stream()
                .map(entry -> entry.manifest().info())
                .toList());
    }

    @Override
    public Optional<BackupInfo> get(BackupLabel label) {
        return reading("looking up backup " + label)
                .run(() -> catalog(keys()).find(label).map(BackupManifest::info));
    }

    @Override
    public VerifyReport verify(BackupLabel label, VerifyOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        Progress progress = new Progress(context.listener(), Operation.VERIFY, context.clock());
        return reading("verification of " + label, deadline)
                .run(
                        progress,
                        () -> {
                            BackupKeys keys = keys();
                            VerifyReport report = new BackupVerifier(
                                            catalog(keys), store, keys, label, options.level(), progress, deadline)
                                    .run();
                            report.faults().forEach(fault -> progress.warning(label.value(), fault));
                            return report;
                        },
                        report -> report.isIntact() ? "intact" : report.faults().size() + " faults");
    }

    @Override
    public RestoreReport restore(RecoveryTarget target, DataSource into, RestoreOptions options) {
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        return opened(target, into, "the restore", deadline).run(options);
    }

    @Override
    public RecoveryPlan planRestore(RecoveryTarget target, DataSource into) {
        return opened(target, into, "the plan of a restore", unlimited()).plan();
    }

    @Override
    public RetentionPlan planExpire(RetentionPolicy policy) {
        return reading("the plan of an expiry").run(() -> plan(catalog(keys()), policy));
    }

    private RetentionPlan plan(BackupCatalog catalog, RetentionPolicy policy) {
        List<BackupInfo> all = intact(catalog).entries().stream()
                .map(entry -> entry.manifest().info())
                .toList();
        return RetentionPlanner.plan(all, policy, context.clock().instant());
    }

    @Override
    public ExpireReport expire(RetentionPolicy policy) {
        return remove(
                "the expiry",
                catalog -> plan(catalog, policy).removed().stream()
                        .map(BackupInfo::label)
                        .toList(),
                "no rule of the policy keeps it: " + policy);
    }

    @Override
    public ExpireReport delete(BackupLabel label) {
        return remove(
                "the deletion of " + label,
                catalog -> {
                    if (catalog.find(label).isEmpty()) {
                        throw notFound(label);
                    }
                    return List.of(label);
                },
                "it was deleted by its label");
    }

    private ExpireReport remove(String what, Function<BackupCatalog, List<BackupLabel>> which, String reason) {
        Progress progress = new Progress(context.listener(), Operation.EXPIRE, context.clock());
        return reading(what)
                .run(
                        progress,
                        () -> {
                            WriterKeys keys = WriterKeys.of(keys());
                            BackupCatalog catalog = new BackupCatalog(store, keys.trusted());
                            return new Expiry(store, catalog, keys.signingKey(), context.clock(), progress)
                                    .run(which.apply(catalog), reason);
                        },
                        ExpireReport::toString);
    }

    private DbOpsException notFound(Object which) {
        return DbOpsException.of(
                        ErrorCode.BACKUP_NOT_FOUND, "there is no backup " + which + " in " + store.description())
                .hint("list() names the backups there are.")
                .build();
    }

    private RestoreRunner opened(RecoveryTarget target, DataSource into, String what, Deadline deadline) {
        OpenedBackup backup = new OperationRun(what, ErrorCode.RESTORE_FAILED, deadline).run(() -> open(target));
        return new RestoreRunner(context, store, backup, into, deadline);
    }

    /** What fails here and is nobody else's is the store's. */
    private OperationRun reading(String what) {
        return reading(what, unlimited());
    }

    private static OperationRun reading(String what, Deadline deadline) {
        return new OperationRun(what, ErrorCode.STORE, deadline);
    }

    private Deadline unlimited() {
        return Deadline.in(context.clock(), Optional.empty());
    }

    private BackupKeys keys() {
        @Nullable BackupKeys keys;
        try {
            keys = settings.keys().keys();
        } catch (RuntimeException e) {
            throw Failures.elsewhere().of(ErrorCode.KEY, "asking for the keys", e);
        }
        if (keys == null) {
            throw DbOpsException.of(ErrorCode.KEY, "the key provider gave no keys")
                    .hint("Return BackupKeys, empty ones at least.")
                    .build();
        }
        return keys;
    }

    private OpenedBackup open(RecoveryTarget target) {
        BackupKeys keys = keys();
        BackupCatalog catalog = catalog(keys);
        // A label is restored as long as its own manifest is intact; "latest" needs to believe the whole succession.
        Optional<BackupManifest> manifest =
                target.label().isPresent() ? catalog.find(target.label().get()) : latest(catalog);
        return OpenedBackup.open(manifest.orElseThrow(() -> notFound(target)), store, keys);
    }

    private static Optional<BackupManifest> latest(BackupCatalog catalog) {
        List<CatalogEntry> entries = intact(catalog).entries();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).manifest());
    }

    private static CatalogScan intact(BackupCatalog catalog) {
        CatalogScan scan = catalog.scan();
        if (!scan.faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            scan.faults().size() + " faults in the catalogue: " + String.join("; ", scan.faults()))
                    .hint(
                            "Put the named manifests back from a copy; a single backup can still be restored by its label.")
                    .build();
        }
        return scan;
    }

    private BackupCatalog catalog(BackupKeys keys) {
        if (keys.trustedWriters().isEmpty()) {
            throw DbOpsException.of(ErrorCode.KEY, "no trusted writer was given, so no manifest can be believed")
                    .hint("Add the public key of the application that takes the backups.")
                    .build();
        }
        return new BackupCatalog(store, TrustedWriters.of(keys.trustedWriters()));
    }
}
