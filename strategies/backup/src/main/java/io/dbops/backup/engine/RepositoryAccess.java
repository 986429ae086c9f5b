package io.dbops.backup.engine;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.catalog.Anchor;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogScan;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.backup.work.Failures;
import io.dbops.backup.work.OperationRun;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.BackupStore;
import io.dbops.spi.EngineContext;
import io.dbops.spi.call.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every call on a repository begins with: its keys, its catalogue, and how its failures are told. Thread-safe. */
final class RepositoryAccess {

    private final EngineContext context;
    private final BackupSettings settings;
    private final BackupStore store;

    RepositoryAccess(EngineContext context, BackupSettings settings, BackupStore store) {
        this.context = context;
        this.settings = settings;
        this.store = store;
    }

    EngineContext context() {
        return context;
    }

    BackupStore store() {
        return store;
    }

    /** What fails here and is nobody else's is the store's. */
    OperationRun reading(String what) {
        return reading(what, unlimited());
    }

    static OperationRun reading(String what, Deadline deadline) {
        return new OperationRun(what, ErrorCode.STORE, deadline);
    }

    Deadline unlimited() {
        return Deadline.in(context.clock(), Optional.empty());
    }

    BackupKeys keys() {
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

    static CatalogScan intact(BackupCatalog catalog) {
        CatalogScan scan = catalog.scan();
        if (!scan.faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            scan.faults().size() + " faults in the catalogue: " + String.join("; ", scan.faults()))
                    .hint("Put what is named back from a copy; a single backup can still be restored by its label.")
                    .build();
        }
        return scan;
    }

    BackupCatalog catalog(BackupKeys keys) {
        if (keys.trustedWriters().isEmpty()) {
            throw DbOpsException.of(ErrorCode.KEY, "no trusted writer was given, so no manifest can be believed")
                    .hint("Add the public key of the application that takes the backups.")
                    .build();
        }
        return catalog(TrustedWriters.of(keys.trustedWriters()));
    }

    BackupCatalog catalog(TrustedWriters trusted) {
        return new BackupCatalog(
                store, trusted, settings.anchor().map(Anchor::at).orElseGet(Anchor::none));
    }

    DbOpsException notFound(Object which) {
        return DbOpsException.of(
                        ErrorCode.BACKUP_NOT_FOUND, "there is no backup " + which + " in " + store.description())
                .hint("list() names the backups there are.")
                .build();
    }
}
