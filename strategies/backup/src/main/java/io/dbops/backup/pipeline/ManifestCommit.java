package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogScan;
import io.dbops.backup.catalog.Head;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.ManifestFile;
import io.dbops.backup.manifest.Predecessor;
import io.dbops.backup.manifest.Sha256;
import io.dbops.backup.stream.CertainPut;
import io.dbops.backup.work.Progress;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The commit point: signs the manifest, as the follower of all there are, and stores it. */
final class ManifestCommit {

    private final BackupStore store;
    private final BackupCatalog catalog;
    private final WriterKeys keys;
    private final Clock clock;
    private final Progress progress;
    private boolean intact;
    private String sha256 = "";

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
        intact = scan.faults().isEmpty();
        List<Head> heads = scan.heads();
        long highest = heads.stream().mapToLong(Head::sequence).max().orElse(0);
        List<Predecessor> predecessors = heads.stream().map(Head::predecessor).toList();
        BackupManifest manifest = facts.follows(highest + 1, predecessors)
                .times(takenAt, clock.instant())
                .build();
        byte[] file = ManifestFile.write(manifest, keys.signingKey());
        ObjectKey key = Keyspace.manifest(manifest.label());
        sha256 = Sha256.hex(file);
        uncertain.run();
        new CertainPut(store, progress::warning).put(key, file);
        return manifest;
    }

    /** To be called once it is sure to stay. Where something was amiss, what was seen before is not forgotten for it. */
    void remember(BackupManifest committed) {
        if (intact) {
            catalog.remember(committed, sha256);
        }
    }

    /** Takes the manifest back. */
    void withdraw(BackupLabel label, Exception failure) {
        new CertainPut(store, progress::warning).discard(Keyspace.manifest(label), failure);
    }
}
