package io.dbops.backup.catalog;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupMarks;
import io.dbops.backup.manifest.AnchorFile.Anchored;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.ManifestFile;
import io.dbops.backup.manifest.Mark;
import io.dbops.backup.manifest.MarkFile;
import io.dbops.backup.manifest.Removal;
import io.dbops.backup.manifest.RemovalFile;
import io.dbops.backup.manifest.RepositoryFile;
import io.dbops.backup.manifest.Sha256;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.backup.stream.ObjectReading;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the manifests of one repository. Keeps nothing: each call asks the store. Thread-safe as far as the store is. */
public final class BackupCatalog {

    private final BackupStore store;
    private final ObjectReading reading;
    private final TrustedWriters trusted;
    private final Anchor anchor;

    public BackupCatalog(BackupStore store, TrustedWriters trusted, Anchor anchor) {
        this.anchor = anchor;
        this.store = store;
        this.reading = new ObjectReading(store);
        this.trusted = trusted;
    }

    /** The repository's id, which a first backup gives it. */
    public String repositoryId(SecureRandom random) {
        Optional<String> known = repositoryId();
        if (known.isPresent()) {
            return known.get();
        }
        try {
            byte[] file = RepositoryFile.write(RepositoryFile.newId(random));
            store.put(Keyspace.REPOSITORY, out -> out.write(file));
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.STORE_KEY_EXISTS) {
                throw e;
            }
        } catch (IOException e) {
            throw ObjectReading.failure(Keyspace.REPOSITORY, e);
        }
        return repositoryId().orElseThrow(() -> missing(Keyspace.REPOSITORY));
    }

    /** The repository's id, once it has one. */
    public Optional<String> repositoryId() {
        return exists(Keyspace.REPOSITORY)
                ? Optional.of(RepositoryFile.read(reading.small(Keyspace.REPOSITORY, RepositoryFile.MAX_SIZE)))
                : Optional.empty();
    }

    /** One backup's manifest; empty if there is none, or it was removed; an {@code INTEGRITY} error if it is not to be believed. */
    public Optional<BackupManifest> find(BackupLabel label) {
        return entry(label).map(CatalogEntry::manifest);
    }

    /** The same with all that was said of it. */
    public Optional<BackupInfo> info(BackupLabel label) {
        return entry(label).map(entry -> {
            List<String> faults = new ArrayList<>();
            BackupInfo info = marked(
                            entry, marks(Keyspace.marks(label), entry.manifest().repository(), faults), faults)
                    .info();
            if (!faults.isEmpty()) {
                throw DbOpsException.of(ErrorCode.INTEGRITY, String.join("; ", faults))
                        .hint("Take the named marks away, or put them back from a copy.")
                        .build();
            }
            return info;
        });
    }

    /** One backup, without what was said of it. */
    Optional<CatalogEntry> entry(BackupLabel label) {
        ObjectKey key = Keyspace.manifest(label);
        if (!exists(key)) {
            return Optional.empty();
        }
        String repository = repositoryId().orElseThrow(() -> missing(Keyspace.REPOSITORY));
        return removalOf(label, repository).isPresent() ? Optional.empty() : Optional.of(read(key, repository));
    }

    private List<Mark> marks(String folder, String repository, List<String> faults) {
        return believed(files(folder), info -> mark(info.key(), repository), faults);
    }

    private Mark mark(ObjectKey key, String repository) {
        Mark mark = MarkFile.read(key, reading.small(key, MarkFile.MAX_SIZE), trusted);
        requireHere("mark " + key, mark.repository(), repository);
        return mark;
    }

    private static CatalogEntry marked(CatalogEntry entry, List<Mark> marks, List<String> faults) {
        List<Mark> own = marks.stream()
                .filter(mark -> mark.label().equals(entry.manifest().label()))
                .toList();
        for (Mark mark : own) {
            if (!mark.manifest().equals(entry.sha256())) {
                faults.add("a mark of " + mark.label() + ", " + mark.kind() + " at " + mark.at()
                        + ", is of another manifest than the one that is there");
            }
        }
        return entry.with(MarkSummary.of(own));
    }

    /** What is not to be believed removes nothing: the backup can still be restored by its label. */
    private Optional<Removal> removalOf(BackupLabel label, String repository) {
        ObjectKey key = Keyspace.removal(label);
        if (!exists(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(removal(key, repository));
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.INTEGRITY) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whether somebody took the run of that label for dead. */
    public boolean isGivenUp(BackupLabel label) {
        return repositoryId()
                .flatMap(repository -> removalOf(label, repository))
                .filter(Removal::isOfAbandoned)
                .isPresent();
    }

    /**
     * Everything there is; never fails for what is wrong with a manifest, but says it. A listing beside which others write may hold a
     * manifest and lack the one that it follows: what is only that is gone when one looks again.
     */
    public CatalogScan scan() {
        CatalogScan first = look();
        CatalogScan scan = first.faults().isEmpty() ? first : look();
        Optional<String> gone = anchor.fault(scan);
        if (gone.isPresent()) {
            return scan.with(gone.get());
        }
        if (scan.faults().isEmpty()) {
            scan.entries().stream().reduce((earlier, later) -> later).ifPresent(this::remember);
        }
        return scan;
    }

    private void remember(CatalogEntry newest) {
        anchor.remember(new Anchored(
                newest.manifest().repository(),
                newest.manifest().label(),
                newest.sha256(),
                newest.manifest().sequence()));
    }

    /** To be called with a backup that was just taken, whose catalogue had no faults. */
    public void remember(BackupManifest taken, String sha256) {
        remember(new CatalogEntry(taken, sha256, BackupMarks.none()));
    }

    private CatalogScan look() {
        List<ObjectInfo> manifests = files(Keyspace.MANIFESTS);
        List<ObjectInfo> removals = files(Keyspace.REMOVALS);
        if (manifests.isEmpty() && removals.isEmpty()) {
            return CatalogScan.of(List.of(), List.of(), List.of());
        }
        String repository = repositoryId().orElseThrow(() -> missing(Keyspace.REPOSITORY));
        List<String> faults = new ArrayList<>();
        List<CatalogEntry> entries = believed(manifests, info -> read(info.key(), repository), faults);
        List<RemovedBackup> removed =
                believed(removals, info -> new RemovedBackup(removal(info.key(), repository), info.storedAt()), faults);
        List<Mark> marks = marks(Keyspace.MARKS, repository, faults);
        Map<BackupLabel, List<Mark>> byLabel = marks.stream().collect(Collectors.groupingBy(Mark::label));
        List<CatalogEntry> marked = entries.stream()
                .map(entry ->
                        marked(entry, byLabel.getOrDefault(entry.manifest().label(), List.of()), faults))
                .toList();
        return CatalogScan.of(marked, removed, faults);
    }

    private static <T> List<T> believed(List<ObjectInfo> files, Function<ObjectInfo, T> reader, List<String> faults) {
        List<T> read = new ArrayList<>();
        for (ObjectInfo file : files) {
            try {
                read.add(reader.apply(file));
            } catch (DbOpsException e) {
                if (e.code() != ErrorCode.INTEGRITY && e.code() != ErrorCode.STORE_KEY_MISSING) {
                    throw e;
                }
                if (e.code() == ErrorCode.INTEGRITY) {
                    faults.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return read;
    }

    private List<ObjectInfo> files(String folder) {
        try {
            return store.list(folder).stream()
                    .filter(info -> info.key().value().endsWith(".json"))
                    .toList();
        } catch (IOException e) {
            throw DbOpsException.of(ErrorCode.STORE, folder + " in " + store.description() + " cannot be listed")
                    .cause(e)
                    .build();
        }
    }

    private Removal removal(ObjectKey key, String repository) {
        Removal removal = RemovalFile.read(key, reading.small(key, RemovalFile.MAX_SIZE), trusted);
        requireHere("removal " + key, removal.repository(), repository);
        return removal;
    }

    private static void requireHere(String what, String said, String repository) {
        if (!said.equals(repository)) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            what + " belongs to repository " + said + ", but this one is " + repository)
                    .hint("Take it away: it was put here from another repository.")
                    .build();
        }
    }

    private CatalogEntry read(ObjectKey key, String repository) {
        byte[] file = reading.small(key, ManifestFile.MAX_SIZE);
        BackupManifest manifest = ManifestFile.read(key, file, trusted);
        if (!manifest.repository().equals(repository)) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            "manifest " + key + " belongs to repository " + manifest.repository() + ", but "
                                    + Keyspace.REPOSITORY + " says that this one is " + repository)
                    .hint("Move it and its objects back to where they were taken, or put " + Keyspace.REPOSITORY
                            + " back from a copy.")
                    .build();
        }
        return new CatalogEntry(manifest, Sha256.hex(file), BackupMarks.none());
    }

    private boolean exists(ObjectKey key) {
        try {
            return store.find(key).isPresent();
        } catch (IOException e) {
            throw ObjectReading.failure(key, e);
        }
    }

    private DbOpsException missing(ObjectKey key) {
        return DbOpsException.of(ErrorCode.INTEGRITY, "object " + key + " is missing in " + store.description())
                .with("object", key)
                .hint("Put it back from a copy of the repository; every manifest repeats the id that it holds.")
                .build();
    }
}
