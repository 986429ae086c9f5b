package io.dbops.backup.pipeline;

import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupType;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogEntry;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.verify.StoredPresence;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.sql.DatabaseIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the backup with which a new one is compared. */
final class BasisSearch {

    private final BackupStore store;
    private final BackupCatalog catalog;
    private final WriterKeys keys;
    private final Progress progress;

    BasisSearch(BackupStore store, BackupCatalog catalog, WriterKeys keys, Progress progress) {
        this.store = store;
        this.catalog = catalog;
        this.keys = keys;
        this.progress = progress;
    }

    /** The newest backup, or the newest full one, for what was asked; a reason where it is of no use. */
    Basis find(BackupType asked, BackupOptions options, DatabaseIdentity database, String databaseId) {
        if (asked == BackupType.FULL) {
            return Basis.full();
        }
        List<BackupManifest> candidates = candidates(asked);
        Optional<BackupManifest> newest =
                candidates.stream().filter(each -> isOf(each, databaseId)).findFirst();
        if (newest.isEmpty()) {
            return Basis.promoted("there is no " + (asked == BackupType.DIFFERENTIAL ? "full " : "") + "backup "
                    + (candidates.isEmpty() ? "yet" : "of this database yet"));
        }
        BackupManifest manifest = newest.get();
        Optional<String> unfit = unfit(manifest, options, database);
        if (unfit.isPresent()) {
            return Basis.promoted(unfit.get());
        }
        OpenedBackup opened;
        try {
            opened = OpenedBackup.open(manifest, store, keys.ofContents(manifest.repository()));
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.KEY && e.code() != ErrorCode.INTEGRITY) {
                throw e;
            }
            return Basis.promoted(
                    "the contents of " + manifest.label() + " cannot be read with this writer's keys: " + e.what());
        }
        Map<ObjectKey, String> absent = StoredPresence.faults(manifest.objects(), store);
        absent.values().forEach(fault -> progress.warning(manifest.label().value(), fault + "; it is stored anew"));
        return Basis.comparedWith(asked, Reference.of(opened, absent.keySet()));
    }

    /** The newest first. */
    private List<BackupManifest> candidates(BackupType asked) {
        List<BackupManifest> candidates = new ArrayList<>();
        for (CatalogEntry entry : catalog.scan().entries()) {
            boolean fits = asked == BackupType.INCREMENTAL || entry.manifest().type() == BackupType.FULL;
            if (fits && !entry.isReplaced()) {
                candidates.add(0, entry.manifest());
            }
        }
        return candidates;
    }

    /** What tells nothing of its database may be of any. */
    private static boolean isOf(BackupManifest manifest, String databaseId) {
        return databaseId.isEmpty()
                || manifest.databaseId().isEmpty()
                || manifest.databaseId().equals(databaseId);
    }

    /** A backup tells one codec and one set of recipients for all its objects, so that who may open it may open all of it. */
    private Optional<String> unfit(BackupManifest other, BackupOptions options, DatabaseIdentity database) {
        String what = "the newest, " + other.label() + ", ";
        if (!other.database().product().equals(database.product())) {
            return Optional.of(what + "is of " + other.database().product() + ", not of " + database.product());
        }
        if (!other.strategy().equals(SnapshotBackup.STRATEGY)) {
            return Optional.of(what + "is of the strategy " + other.strategy());
        }
        if (other.compression() != options.compression()) {
            return Optional.of(what + "has the compression "
                    + other.compression().name().toLowerCase(Locale.ROOT) + ", this one "
                    + options.compression().name().toLowerCase(Locale.ROOT));
        }
        if (!Set.copyOf(other.recipients()).equals(Set.copyOf(keys.recipients()))) {
            return Optional.of(what + "is encrypted to other recipients");
        }
        return Optional.empty();
    }
}
