package io.dbops.backup.engine;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupType;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogEntry;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.pipeline.SnapshotBackup;
import io.dbops.backup.pipeline.WriterKeys;
import io.dbops.backup.restore.RestoreRunner;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.call.Deadline;
import java.util.List;
import javax.sql.DataSource;

/**
 * A restore into schemas that hold something, which becomes a backup first. The old is dropped only when that backup is whole and listed,
 * and is put back from it when the new does not get complete; used once.
 */
final class Replacement {

    private final RepositoryAccess access;
    private final RepositoryCare care;
    private final WriterKeys keys;
    private final OpenedBackup backup;
    private final DataSource into;
    private final RestoreOptions options;
    private final Deadline deadline;
    private final RestoreRunner runner;

    Replacement(
            RepositoryAccess access,
            RepositoryCare care,
            WriterKeys keys,
            OpenedBackup backup,
            DataSource into,
            RestoreOptions options,
            Deadline deadline) {
        this.access = access;
        this.care = care;
        this.keys = keys;
        this.backup = backup;
        this.into = into;
        this.options = options;
        this.deadline = deadline;
        this.runner = new RestoreRunner(access.context(), access.store(), backup, into, options, deadline);
    }

    RestoreReport run() {
        RecoveryPlan plan = runner.plan();
        if (!plan.faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.RESTORE_FAILED,
                            "the restore of " + backup.manifest().label() + " was refused, nothing was touched: "
                                    + String.join("; ", plan.faults()))
                    .hint("Settle what is named; planRestore tells it too.")
                    .build();
        }
        if (plan.replaces().isEmpty()) {
            return runner.run();
        }
        BackupLabel old = backUp(plan.replaces());
        try {
            runner.drop(plan.replaces());
            return runner.run().replacing(old);
        } catch (DbOpsException e) {
            throw e.code() == ErrorCode.DEADLINE || e.code() == ErrorCode.INTERRUPTED
                    ? told(old, e, " and was not put back, since the call was ended")
                    : putBack(old, e);
        }
    }

    private BackupLabel backUp(List<String> schemas) {
        BackupOptions all = BackupOptions.builder()
                .schemas(schemas.toArray(new String[0]))
                .parallelism(options.parallelism())
                .acceptNonTransactional()
                .build();
        BackupCatalog catalog = access.catalog(keys.trusted());
        BackupLabel old = new SnapshotBackup(
                        BackupType.FULL, access.context(), into, catalog, access.store(), keys, all, deadline)
                .run()
                .label();
        care.tag(old, CatalogEntry.REPLACED_BY + backup.manifest().label());
        return old;
    }

    /** The time of the call may be over soon; what was there is put back nevertheless. */
    private DbOpsException putBack(BackupLabel old, DbOpsException failure) {
        try {
            Deadline none = access.unlimited();
            RestoreRunner again = new RestoreRunner(access.context(), access.store(), backup, into, options, none);
            again.drop(again.plan().replaces());
            OpenedBackup opened = access.reading("opening backup " + old)
                    .run(() -> OpenedBackup.open(
                            access.catalog(keys.trusted()).find(old).orElseThrow(() -> access.notFound(old)),
                            access.store(),
                            access.keys()));
            RestoreOptions plain =
                    RestoreOptions.builder().parallelism(options.parallelism()).build();
            new RestoreRunner(access.context(), access.store(), opened, into, plain, none).run();
            return told(old, failure, " and was put back");
        } catch (DbOpsException e) {
            DbOpsException told = told(old, failure, " and could not be put back: " + e.what());
            told.addSuppressed(e);
            return told;
        }
    }

    private static DbOpsException told(BackupLabel old, DbOpsException failure, String how) {
        return DbOpsException.of(failure.code(), failure.what() + "; what was there before is backup " + old + how)
                .hint("Restore backup " + old + " with replaceExisting() where it was not put back.")
                .cause(failure)
                .build();
    }
}
