package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.Backups;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.manifest.ContentsFile;
import io.dbops.backup.manifest.Draft;
import io.dbops.backup.manifest.DraftFile;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.backup.stream.ObjectReading;
import io.dbops.backup.verify.StoredPresence;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.sql.DatabaseIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a run that died has stored of the same database; used once. */
final class DraftSearch {

    private final BackupStore store;
    private final BackupCatalog catalog;
    private final WriterKeys keys;
    private final Clock clock;
    private final Progress progress;

    DraftSearch(BackupStore store, BackupCatalog catalog, WriterKeys keys, Clock clock, Progress progress) {
        this.store = store;
        this.catalog = catalog;
        this.keys = keys;
        this.clock = clock;
        this.progress = progress;
    }

    /** The newest that fits. What cannot be read is passed over: everything can be stored again. */
    Optional<Reference> find(BackupOptions options, DatabaseIdentity database, String databaseId) throws IOException {
        Optional<String> repository = catalog.repositoryId();
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        List<ObjectInfo> files = new ArrayList<>(store.list(Keyspace.DRAFTS));
        files.sort(Comparator.comparing(ObjectInfo::storedAt).reversed());
        for (ObjectInfo file : files) {
            try {
                Draft draft = DraftFile.read(
                        file.key(), new ObjectReading(store).small(file.key(), DraftFile.MAX_SIZE), keys.trusted());
                if (fits(draft, repository.get(), options, database, databaseId)
                        && isLeft(draft.label(), file.storedAt())) {
                    return Optional.of(reference(draft));
                }
            } catch (DbOpsException e) {
                if (e.code() != ErrorCode.INTEGRITY
                        && e.code() != ErrorCode.KEY
                        && e.code() != ErrorCode.STORE_KEY_MISSING) {
                    throw e;
                }
                progress.warning(file.key().value(), "what a run that died has stored is stored again: " + e.what());
            }
        }
        return Optional.empty();
    }

    private boolean fits(
            Draft draft, String repository, BackupOptions options, DatabaseIdentity database, String databaseId) {
        return draft.repository().equals(repository)
                && draft.product().equals(database.product())
                && draft.databaseId().equals(databaseId)
                && draft.strategy().equals(SnapshotBackup.STRATEGY)
                && draft.compression() == options.compression()
                && Set.copyOf(draft.recipients()).equals(Set.copyOf(keys.recipients()));
    }

    /** Whether its run ended without a manifest, and nobody has begun to remove what it left. */
    private boolean isLeft(BackupLabel label, Instant storedAt) {
        return storedAt.isAfter(clock.instant().minus(Backups.LONGEST))
                && catalog.find(label).isEmpty()
                && !catalog.isGivenUp(label);
    }

    private Reference reference(Draft draft) throws IOException {
        ObjectCoding coding = ObjectCoding.reading(
                draft.compression(), !draft.recipients().isEmpty(), keys.ofContents(draft.repository()));
        byte[] contents;
        try (InputStream in = new ObjectReading(store).proven(draft.contents(), coding, false, ContentsFile.MAX_SIZE)) {
            contents = in.readNBytes(ContentsFile.MAX_SIZE);
        } catch (IOException e) {
            throw ObjectReading.failure(draft.contents().key(), e);
        }
        return Reference.left(
                draft.label(),
                ContentsFile.read(draft.contents().key(), contents, draft.label())
                        .tables(),
                draft.objects(),
                StoredPresence.faults(draft.objects(), store).keySet());
    }
}
