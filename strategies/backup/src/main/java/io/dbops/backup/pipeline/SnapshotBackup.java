package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupPlan;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.Backups;
import io.dbops.backup.age.AgeIdentity;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Draft;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.backup.work.DatabaseWork;
import io.dbops.backup.work.OperationRun;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.RateLimit;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.EngineContext;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.value.ByteSize;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One backup by a snapshot, from the keys to the report; used once. */
public final class SnapshotBackup {

    /** Every backup of today is of this strategy. */
    static final String STRATEGY = "snapshot";

    private static final DateTimeFormatter LABEL_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String LABEL_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LABEL_TAIL = 8;

    private final BackupType asked;
    private final EngineContext context;
    private final DataSource connections;
    private final BackupCatalog catalog;
    private final BackupStore store;
    private final WriterKeys keys;
    private final BackupOptions options;
    private final Deadline deadline;
    private final Progress progress;
    private final long begun = System.nanoTime();
    private boolean leftIsGone;

    public SnapshotBackup(
            BackupType asked,
            EngineContext context,
            DataSource connections,
            BackupCatalog catalog,
            BackupStore store,
            WriterKeys keys,
            BackupOptions options,
            Deadline deadline) {
        this.asked = asked;
        this.context = context;
        this.deadline = deadline;
        this.connections = connections;
        this.catalog = catalog;
        this.store = store;
        this.keys = keys;
        this.options = options;
        this.progress = new Progress(context.listener(), Operation.BACKUP, context.clock());
    }

    public BackupReport run() {
        String what = "the " + asked.word() + " backup";
        return new OperationRun(what, ErrorCode.BACKUP_FAILED, deadline)
                .run(progress, this::takeTwiceAtMost, BackupReport::toString);
    }

    /** What a run has left may go while it is shared, when the run is not dead: then everything is stored. */
    private BackupReport takeTwiceAtMost() throws Exception {
        try {
            return take(true);
        } catch (DbOpsException e) {
            if (!leftIsGone) {
                throw e;
            }
            progress.warning("", e.what() + "; the backup is taken again");
            return take(false);
        }
    }

    /** What it would capture; stores nothing. */
    public BackupPlan plan() {
        String what = "the plan of a backup";
        return new OperationRun(what, ErrorCode.BACKUP_FAILED, deadline).run(() -> {
            try (DatabaseWork database = new DatabaseWork(what, ErrorCode.BACKUP_FAILED, context, deadline)) {
                Source source = database.run(() -> look(database));
                StrategyReport report = source.report();
                Basis basis = basis(source);
                return new BackupPlan(
                        basis.type(),
                        basis.label(),
                        basis.promotion(),
                        source.identity().toString(),
                        store.description(),
                        report.consistency(),
                        report.notCaptured(),
                        report.warnings(),
                        report.faults());
            }
        });
    }

    private Basis basis(Source source) {
        return new BasisSearch(store, catalog, keys, progress).find(asked, options, source.identity(), source.id());
    }

    private BackupReport take(boolean usingLeft) throws Exception {
        ObjectCoding coding = ObjectCoding.writing(options.compression(), keys.recipients(), context.random());
        String what = "the " + asked.word() + " backup";
        try (DatabaseWork database = new DatabaseWork(what, ErrorCode.BACKUP_FAILED, context, deadline)) {
            Source source = database.run(() -> source(database));
            Basis basis = database.run(() -> basis(source)
                    .withLeft(
                            usingLeft
                                    ? new DraftSearch(store, catalog, keys, context.clock(), progress)
                                            .find(options, source.identity(), source.id())
                                            .orElse(null)
                                    : null));
            basis.promotion().ifPresent(why -> progress.warning("", "a full backup is taken, because " + why));
            return take(newLabel(basis.type()), coding, source, basis, database);
        }
    }

    private BackupReport take(BackupLabel label, ObjectCoding coding, Source source, Basis basis, DatabaseWork database)
            throws Exception {
        String repository = catalog.repositoryId(context.random());
        source.report().warnings().forEach(warning -> progress.warning("", warning));
        Waiters waiters = new Waiters("backup " + label, options.blocked(), context.clock());
        DraftWriter draft = draft(label, repository, source);
        BackupObjects objects = objects(label, coding, repository, basis.sharing(), draft);
        try {
            BackupManifest.Builder facts = new BackupManifest.Builder()
                    .repository(repository)
                    .label(label, basis.type())
                    .comparedWith(basis.label().orElse(null))
                    .coding(options.compression(), keys.recipients());
            Instant takenAt;
            SnapshotRequest request = request(database, basis.sharing());
            try (SnapshotSession session = database.run(() -> source.strategy().openSnapshot(request))) {
                takenAt = context.clock().instant();
                database.run(() -> {
                    objects.storeRows(
                            session,
                            options.parallelism(),
                            database,
                            giveWay -> watch(session, waiters, objects, giveWay));
                    objects.readRest(session);
                    return session;
                });
                database.close();
                facts.databaseId(source.id());
                facts.source(source.identity(), STRATEGY, source.report().consistency(), session.position());
            }
            // The snapshot is closed by now: what remains is only to be stored, and nobody shall wait for that.
            deadline.check("the definitions were stored");
            objects.storeRest(source.identity(), source.report(), options);
            requireInTime(label);
            requireShared(objects, basis);
            deadline.check("the manifest was written");
            ManifestCommit commit = new ManifestCommit(store, catalog, keys, context.clock(), progress);
            BackupManifest manifest = commit.run(facts.objects(objects.fixed(), objects.all()), takenAt, objects::keep);
            confirm(commit, objects, label, basis);
            commit.remember(manifest);
            forget(draft, basis);
            return report(manifest, objects, source.report(), basis, waiters.longest());
        } catch (Throwable e) {
            objects.discard(e);
            throw e;
        }
    }

    /** Whoever removes backups counts on it that none is taken for longer, by whatever clock. */
    private void requireInTime(BackupLabel label) {
        Duration running = Duration.ofNanos(System.nanoTime() - begun);
        if (progress.elapsed().compareTo(Backups.LONGEST) > 0 || running.compareTo(Backups.LONGEST) > 0) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "backup " + label + " took longer than " + Backups.LONGEST
                                    + ", and what it shares may be deleted by now")
                    .hint("Use more readers, or back up fewer schemas at once.")
                    .build();
        }
        if (catalog.isGivenUp(label)) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "backup " + label + " was taken for dead by somebody who expired backups")
                    .hint("Take it again; compare the clocks of the machines and of the store.")
                    .build();
        }
    }

    /** Once more, now that whoever removes backups sees the manifest. */
    private void confirm(ManifestCommit commit, BackupObjects objects, BackupLabel label, Basis basis) {
        try {
            requireInTime(label);
            requireShared(objects, basis);
        } catch (DbOpsException e) {
            commit.withdraw(label, e);
            throw e;
        }
    }

    private void requireShared(BackupObjects objects, Basis basis) {
        leftIsGone = basis.left() != null;
        objects.requireShared();
        leftIsGone = false;
    }

    /** The backup is there by now, whatever becomes of the drafts. */
    private void forget(DraftWriter draft, Basis basis) {
        try {
            draft.forget();
            if (basis.left() != null) {
                for (ObjectInfo each : store.list(Keyspace.drafts(basis.left().label()))) {
                    store.delete(each.key());
                }
            }
        } catch (IOException | DbOpsException e) {
            progress.warning("", "a draft that nobody needs any more could not be deleted: " + e.getMessage());
        }
    }

    private ObjectCoding contentsCoding(String repository) {
        return ObjectCoding.writing(
                options.compression(),
                keys.recipients(),
                keys.contents(repository).map(AgeIdentity::recipient).stream().toList(),
                context.random());
    }

    private DraftWriter draft(BackupLabel label, String repository, Source source) {
        return new DraftWriter(
                store,
                contentsCoding(repository),
                keys.digests(repository),
                keys.signingKey(),
                label,
                (contents, stored) -> new Draft(
                        repository,
                        label,
                        source.id(),
                        source.identity().product(),
                        STRATEGY,
                        options.compression(),
                        keys.recipients(),
                        contents,
                        stored),
                progress);
    }

    private BackupObjects objects(
            BackupLabel label,
            ObjectCoding coding,
            String repository,
            @Nullable Reference reference,
            DraftWriter draft) {
        return new BackupObjects(
                store,
                coding,
                contentsCoding(repository),
                keys.digests(repository),
                label,
                reference,
                draft,
                RateLimit.of(options.bytesPerSecond(), context.sleeper()),
                progress);
    }

    private SnapshotRequest request(DatabaseWork database, @Nullable Reference reference) {
        SnapshotRequest request = new SnapshotRequest(
                database.over(connections),
                scope(),
                options.parallelism(),
                options.chunkSize().bytes(),
                options.lockWait());
        return reference == null ? request : request.comparedWith(reference.tables());
    }

    private AutoCloseable watch(
            SnapshotSession session, Waiters waiters, BackupObjects objects, Consumer<DbOpsException> giveWay) {
        return session instanceof BlockingSnapshot blocking
                ? WaiterWatch.start(
                        blocking, waiters, progress, context.sleeper(), objects.threads() + "-waiters", giveWay)
                : () -> {};
    }

    private BackupReport report(
            BackupManifest manifest,
            BackupObjects objects,
            StrategyReport strategy,
            Basis basis,
            Duration longestWait) {
        return new BackupReport(
                manifest.info(),
                objects.contents().tables().size(),
                objects.contents().rows(),
                ByteSize.ofBytes(objects.contents().bytes()),
                objects.reused(),
                basis.promotion(),
                progress.elapsed(),
                longestWait,
                strategy.consistency(),
                strategy.notCaptured());
    }

    private SnapshotScope scope() {
        SnapshotScope scope = SnapshotScope.of(options.schemas()).acceptingUncaptured(options.acceptedUncaptured());
        return options.acceptsNonTransactional() ? scope.acceptingNonTransactional() : scope;
    }

    private Source source(DatabaseWork database) throws Exception {
        Source source = look(database);
        if (!source.report().faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.UNSUPPORTED,
                            "a backup of " + source.identity() + " is refused: "
                                    + String.join("; ", source.report().faults()))
                    .hint("Mend what is named; nothing was stored.")
                    .build();
        }
        return source;
    }

    private Source look(DatabaseWork database) throws SQLException {
        return Source.look(context, database, connections, scope());
    }

    private BackupLabel newLabel(BackupType type) {
        StringBuilder tail = new StringBuilder();
        for (int i = 0; i < LABEL_TAIL; i++) {
            tail.append(LABEL_CHARACTERS.charAt(context.random().nextInt(LABEL_CHARACTERS.length())));
        }
        return BackupLabel.of(LABEL_TIME.format(context.clock().instant()) + "-" + type.letter() + "-" + tail);
    }
}
