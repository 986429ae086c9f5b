package io.dbops.backup.expire;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.Backups;
import io.dbops.backup.ExpireReport;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogEntry;
import io.dbops.backup.catalog.CatalogScan;
import io.dbops.backup.catalog.RemovedBackup;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.Removal;
import io.dbops.backup.manifest.RemovalFile;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.stream.CertainPut;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.call.Deadline;
import io.dbops.value.ByteSize;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One removal of backups; used once. A removed backup is said to be so by a signed file, and is not listed from then on. Its objects stay
 * until {@link Backups#GRACE} is over: whoever began to take a backup before, and may share them, has ended by then, since none
 * takes longer than {@link Backups#LONGEST}. So what is deleted can be needed by nobody, whenever whoever deletes it wakes up.
 */
public final class Expiry {

    private final BackupStore store;
    private final BackupCatalog catalog;
    private final SigningKey key;
    private final Clock clock;
    private final Progress progress;
    private final Deadline deadline;
    private int deleted;
    private long freed;

    public Expiry(
            BackupStore store,
            BackupCatalog catalog,
            SigningKey key,
            Clock clock,
            Progress progress,
            Deadline deadline) {
        this.store = store;
        this.catalog = catalog;
        this.key = key;
        this.clock = clock;
        this.progress = progress;
        this.deadline = deadline;
    }

    /**
     * Removes these backups, and deletes what earlier calls removed, if its time has come.
     *
     * @param labels of listed backups
     * @param reason one sentence, for people
     */
    public ExpireReport run(List<BackupLabel> labels, String reason) throws IOException {
        CatalogScan before = believed();
        List<BackupLabel> removed = new ArrayList<>();
        for (CatalogEntry entry : before.entries()) {
            if (labels.contains(entry.manifest().label())) {
                requireNotHeld(entry);
                deadline.check("backup " + entry.manifest().label() + " was removed");
                say(new Removal(
                        entry.manifest().repository(),
                        entry.manifest().label(),
                        entry.sha256(),
                        entry.manifest().sequence(),
                        clock.instant(),
                        reason));
                removed.add(entry.manifest().label());
            }
        }
        int waiting = sweep();
        return new ExpireReport(removed, waiting, deleted, ByteSize.ofBytes(freed));
    }

    /** Nothing is removed from a catalogue of which something is not to be believed: it may be what needs the objects. */
    private CatalogScan believed() {
        CatalogScan scan = catalog.scan();
        if (!scan.faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            "nothing is removed while the catalogue has faults: " + String.join("; ", scan.faults()))
                    .hint("Put the named files back from a copy.")
                    .build();
        }
        return scan;
    }

    private static void requireNotHeld(CatalogEntry entry) {
        entry.marks().held().ifPresent(reason -> {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_HELD, "backup " + entry.manifest().label() + " is held: " + reason)
                    .with("label", entry.manifest().label())
                    .hint("Release it first.")
                    .build();
        });
    }

    private void say(Removal removal) throws IOException {
        byte[] file = RemovalFile.write(removal, key);
        try {
            new CertainPut(store, progress::warning).put(Keyspace.removal(removal.label()), file);
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.STORE_KEY_EXISTS) {
                throw e;
            }
        }
    }

    /** Deletes what is due; returns how many runs wait. */
    private int sweep() throws IOException {
        Map<BackupLabel, List<ObjectInfo>> runs = runs();
        CatalogScan scan = believed();
        giveUp(runs, scan);
        Set<ObjectKey> needed = new HashSet<>();
        for (CatalogEntry entry : scan.entries()) {
            entry.manifest().objects().stream().map(StoredObject::key).forEach(needed::add);
        }
        List<Removal> due = new ArrayList<>();
        int waiting = 0;
        for (RemovedBackup each : scan.removed()) {
            if (isDue(each)) {
                due.add(each.removal());
            } else if (runs.containsKey(each.removal().label())) {
                waiting++;
            }
        }
        // manifests first: what is listed by none may go
        for (Removal removal : due) {
            deadline.check("the manifest of " + removal.label() + " was deleted");
            if (!removal.isOfAbandoned()) {
                store.delete(Keyspace.manifest(removal.label()));
            }
            for (String of : List.of(Keyspace.marks(removal.label()), Keyspace.drafts(removal.label()))) {
                for (ObjectInfo each : store.list(of)) {
                    store.delete(each.key());
                }
            }
        }
        for (Removal removal : due) {
            delete(runs.getOrDefault(removal.label(), List.of()), needed);
        }
        return waiting;
    }

    private boolean isDue(RemovedBackup each) {
        Instant before = clock.instant().minus(Backups.GRACE);
        return !each.removal().at().isAfter(before) && !each.storedAt().isAfter(before);
    }

    private void delete(List<ObjectInfo> objects, Set<ObjectKey> needed) throws IOException {
        for (ObjectInfo each : objects) {
            deadline.check(each.key() + " was deleted");
            if (!needed.contains(each.key())) {
                progress.itemStarted(each.key().value());
                store.delete(each.key());
                deleted++;
                freed += each.size();
                progress.itemFinished(each.key().value());
            }
        }
    }

    /** The objects by the run that stored them. */
    private Map<BackupLabel, List<ObjectInfo>> runs() throws IOException {
        Map<BackupLabel, List<ObjectInfo>> runs = new HashMap<>();
        for (ObjectInfo each : store.list(Keyspace.OBJECTS)) {
            Keyspace.runOf(each.key()).ifPresent(label -> runs.computeIfAbsent(label, run -> new ArrayList<>())
                    .add(each));
        }
        return runs;
    }

    /** Says of runs that wrote no manifest in all the time that a backup may take that they are over. */
    private void giveUp(Map<BackupLabel, List<ObjectInfo>> runs, CatalogScan scan) throws IOException {
        Set<BackupLabel> known = new HashSet<>();
        scan.entries().forEach(entry -> known.add(entry.manifest().label()));
        scan.removed().forEach(each -> known.add(each.removal().label()));
        Instant longAgo = clock.instant().minus(Backups.LONGEST);
        Optional<String> repository = catalog.repositoryId();
        if (repository.isEmpty()) {
            return;
        }
        for (Map.Entry<BackupLabel, List<ObjectInfo>> run : runs.entrySet()) {
            boolean old =
                    run.getValue().stream().allMatch(each -> each.storedAt().isBefore(longAgo));
            if (old && !known.contains(run.getKey())) {
                progress.warning(run.getKey().value(), "the run left objects and no manifest; it is given up");
                say(new Removal(repository.get(), run.getKey(), "", 0, clock.instant(), "no manifest was written"));
            }
        }
    }
}
