package io.dbops.backup.engine;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogEntry;
import io.dbops.backup.catalog.CatalogScan;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.pipeline.FullBackup;
import io.dbops.backup.pipeline.WriterKeys;
import io.dbops.backup.restore.RestoreRunner;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.backup.verify.BackupVerifier;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.BackupStore;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent.Operation;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

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
        Failures.checkInterrupted("the backup");
        WriterKeys keys = WriterKeys.of(settings.keys().keys());
        return new FullBackup(context, settings.connections(), store, keys, options).run();
    }

    @Override
    public List<BackupInfo> list() {
        return intact(catalog(settings.keys().keys())).entries().stream()
                .map(entry -> entry.manifest().info())
                .toList();
    }

    @Override
    public Optional<BackupInfo> get(BackupLabel label) {
        return catalog(settings.keys().keys()).find(label).map(BackupManifest::info);
    }

    @Override
    public VerifyReport verify(BackupLabel label, VerifyLevel level) {
        Failures.checkInterrupted("the verification");
        BackupKeys keys = settings.keys().keys();
        Progress progress = new Progress(context.listener(), Operation.VERIFY, context.clock());
        progress.started("verification of " + label);
        try {
            VerifyReport report = new BackupVerifier(catalog(keys), store, keys, label, level, progress).run();
            report.faults().forEach(fault -> progress.warning(label.value(), fault));
            progress.finished(report.isIntact() ? "intact" : report.faults().size() + " faults");
            return report;
        } catch (DbOpsException e) {
            progress.failed(e);
            throw e;
        }
    }

    @Override
    public RestoreReport restore(RecoveryTarget target, DataSource into, RestoreOptions options) {
        Failures.checkInterrupted("the restore");
        return new RestoreRunner(context, store, open(target), into).run(options);
    }

    @Override
    public RecoveryPlan planRestore(RecoveryTarget target, DataSource into) {
        Failures.checkInterrupted("the plan of a restore");
        return new RestoreRunner(context, store, open(target), into).plan();
    }

    private OpenedBackup open(RecoveryTarget target) {
        BackupKeys keys = settings.keys().keys();
        BackupCatalog catalog = catalog(keys);
        // A label is restored as long as its own manifest is intact; "latest" needs to believe the whole succession.
        Optional<BackupManifest> manifest =
                target.label().isPresent() ? catalog.find(target.label().get()) : latest(catalog);
        return OpenedBackup.open(
                manifest.orElseThrow(() -> DbOpsException.of(
                                ErrorCode.BACKUP_NOT_FOUND,
                                "there is no backup " + target + " in " + store.description())
                        .hint("list() names the backups there are.")
                        .build()),
                store,
                keys);
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
