package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogScan;
import io.dbops.backup.catalog.Head;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.ManifestFile;
import io.dbops.backup.manifest.Predecessor;
import io.dbops.backup.stream.ObjectStoring;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The commit point: signs the manifest, as the follower of all there are, and stores it. */
final class ManifestCommit {

    private final BackupStore store;
    private final BackupCatalog catalog;
    private final WriterKeys keys;
    private final Clock clock;
    private final Progress progress;

    ManifestCommit(BackupStore store, BackupCatalog catalog, WriterKeys keys, Clock clock, Progress progress) {
        this.store = store;
        this.catalog = catalog;
        this.keys = keys;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Commits.
     *
     * @param uncertain is run just before the manifest is put: from then on a failure does not prove that it is not there
     */
    BackupManifest run(BackupManifest.Builder facts, Instant takenAt, Runnable uncertain) throws IOException {
        CatalogScan scan = catalog.scan();
        // A damaged older backup must not keep new ones from being taken; it must not go unnoticed either.
        scan.faults().forEach(fault -> progress.warning("", fault));
        List<Head> heads = scan.heads();
        long highest = heads.stream().mapToLong(Head::sequence).max().orElse(0);
        List<Predecessor> predecessors = heads.stream().map(Head::predecessor).toList();
        BackupManifest manifest = facts.follows(highest + 1, predecessors)
                .times(takenAt, clock.instant())
                .build();
        byte[] file = ManifestFile.write(manifest, keys.signingKey());
        ObjectKey key = Keyspace.manifest(manifest.label());
        uncertain.run();
        try {
            ObjectStoring.plain(store, key, out -> out.write(file));
        } catch (IOException | DbOpsException e) {
            if (!isStored(key, file, e)) {
                throw e;
            }
            progress.warning(key.value(), "the manifest is stored, although the store said: " + e.getMessage());
            return manifest;
        }
        requireStored(key, file);
        return manifest;
    }

    /** Reads the manifest back: a backup is not said to be there on the store's word alone. */
    private void requireStored(ObjectKey key, byte[] file) throws IOException {
        if (Arrays.equals(read(key, file.length), file)) {
            return;
        }
        DbOpsException failure = DbOpsException.of(
                        ErrorCode.STORE,
                        "the manifest " + key + " came back otherwise than it was written; the backup does not count")
                .with("object", key)
                .hint("Check " + store.description() + ": it did not keep what it was given.")
                .build();
        discard(key, failure);
        throw failure;
    }

    /**
     * Whether a put that failed has stored the manifest. What it stored instead is removed, as it would spoil the catalogue;
     * not so what was there before.
     */
    private boolean isStored(ObjectKey key, byte[] file, Exception failure) {
        try {
            if (store.find(key).isEmpty()) {
                return false;
            }
            if (Arrays.equals(read(key, file.length), file)) {
                return true;
            }
        } catch (IOException | DbOpsException e) {
            failure.addSuppressed(e);
            return false;
        }
        if (!(failure instanceof DbOpsException refusal) || refusal.code() != ErrorCode.STORE_KEY_EXISTS) {
            discard(key, failure);
        }
        return false;
    }

    private byte[] read(ObjectKey key, int length) throws IOException {
        try (InputStream in = store.get(key)) {
            return in.readNBytes(length + 1);
        }
    }

    /** Takes the manifest back. */
    void withdraw(BackupLabel label, Exception failure) {
        discard(Keyspace.manifest(label), failure);
    }

    private void discard(ObjectKey key, Exception failure) {
        try {
            store.delete(key);
        } catch (IOException | DbOpsException e) {
            failure.addSuppressed(e);
        }
    }
}
