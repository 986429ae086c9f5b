package io.dbops.backup.verify;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.stream.ChunkInput;
import io.dbops.backup.stream.ObjectReading;
import io.dbops.backup.stream.RowSum;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.value.ByteSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies one backup to one level; used once. */
public final class BackupVerifier {

    private static final int BUFFER = 64 * 1024;

    private final BackupCatalog catalog;
    private final BackupStore store;
    private final BackupKeys keys;
    private final BackupLabel label;
    private final VerifyLevel level;
    private final Progress progress;
    private final Deadline deadline;
    private final List<String> faults = new ArrayList<>();
    private int objects;
    private long readBytes;
    private long rows;

    public BackupVerifier(
            BackupCatalog catalog,
            BackupStore store,
            BackupKeys keys,
            BackupLabel label,
            VerifyLevel level,
            Progress progress,
            Deadline deadline) {
        this.deadline = deadline;
        this.catalog = catalog;
        this.store = store;
        this.keys = keys;
        this.label = label;
        this.level = level;
        this.progress = progress;
    }

    /** Faults of the backup are in the report; an unknown label, a missing key or a store that fails is thrown. */
    public VerifyReport run() {
        manifest().ifPresent(this::verify);
        return new VerifyReport(label, level, objects, ByteSize.ofBytes(readBytes), rows, faults, progress.elapsed());
    }

    private Optional<BackupManifest> manifest() {
        try {
            Optional<BackupManifest> manifest = catalog.find(label);
            if (manifest.isEmpty()) {
                throw DbOpsException.of(
                                ErrorCode.BACKUP_NOT_FOUND,
                                "there is no backup " + label + " in " + store.description())
                        .hint("list() names the backups there are.")
                        .build();
            }
            return manifest;
        } catch (DbOpsException e) {
            note(e);
            return Optional.empty();
        }
    }

    private void verify(BackupManifest manifest) {
        objects = manifest.objects().size();
        progress.totals(objects, manifest.storedSize().bytes());
        Map<ObjectKey, String> absent = StoredPresence.faults(manifest.objects(), store);
        faults.addAll(absent.values());
        if (level == VerifyLevel.QUICK) {
            return;
        }
        List<ObjectKey> broken = new ArrayList<>(absent.keySet());
        for (StoredObject object : manifest.objects()) {
            deadline.check("object " + object.key() + " was verified");
            if (!absent.containsKey(object.key()) && !check(() -> prove(object))) {
                broken.add(object.key());
            }
        }
        if (level == VerifyLevel.FULL) {
            verifyContents(manifest, broken);
        }
    }

    private void prove(StoredObject object) {
        progress.itemStarted(object.key().value());
        readBytes += new ObjectReading(store).prove(object);
        progress.bytes(object.size());
        progress.itemFinished(object.key().value());
    }

    /** What is already known to be broken is not told twice. */
    private void verifyContents(BackupManifest manifest, List<ObjectKey> broken) {
        if (broken.contains(manifest.fixed().contents())) {
            return;
        }
        check(() -> {
            OpenedBackup backup = OpenedBackup.open(manifest, store, keys);
            if (!broken.contains(manifest.fixed().before())) {
                check(() -> backup.definitions(Phase.BEFORE_DATA, item -> {}));
            }
            if (!broken.contains(manifest.fixed().after())) {
                check(() -> backup.definitions(Phase.AFTER_DATA, item -> {}));
            }
            for (TableContents table : backup.contents().tables()) {
                verifyTable(backup, table, broken);
            }
        });
    }

    private void verifyTable(OpenedBackup backup, TableContents table, List<ObjectKey> broken) {
        RowSum sum = new RowSum();
        boolean whole = true;
        for (ChunkContents chunk : table.chunks()) {
            deadline.check("object " + chunk.object() + " was verified");
            whole &= !broken.contains(chunk.object()) && check(() -> sum.add(readRows(backup, chunk)));
        }
        if (whole && !backup.digests().of(table.rows(), sum).equals(table.digest())) {
            faults.add("object " + backup.manifest().fixed().contents() + " gives table " + table.name()
                    + " another content digest than its chunks have");
        }
    }

    private RowSum readRows(OpenedBackup backup, ChunkContents chunk) {
        byte[] buffer = new byte[BUFFER];
        try (ChunkInput in = backup.rows(chunk, () -> false, count -> {})) {
            in.proveAll(buffer);
            rows += in.tally().rows();
            return in.tally().sum();
        } catch (IOException e) {
            throw ObjectReading.failure(chunk.object(), e);
        }
    }

    /** True if there is no fault. */
    private boolean check(Runnable step) {
        try {
            step.run();
            return true;
        } catch (DbOpsException e) {
            note(e);
            return false;
        }
    }

    private void note(DbOpsException e) {
        if (e.code() != ErrorCode.INTEGRITY) {
            throw e;
        }
        faults.add(String.valueOf(e.getMessage()));
    }
}
