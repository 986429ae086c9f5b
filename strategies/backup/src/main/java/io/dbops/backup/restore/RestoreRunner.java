package io.dbops.backup.restore;

import io.dbops.backup.BackupOptions;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupContents;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.restore.RestoreSteps.Manner;
import io.dbops.backup.work.DatabaseWork;
import io.dbops.backup.work.OperationRun;
import io.dbops.backup.work.ParallelWork;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.RateLimit;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.snapshot.RelocatingRestore;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.ResumableRestore;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.value.ByteSize;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Restores one backup into one target, or says what a restore would do; used once. */
public final class RestoreRunner {

    private final EngineContext context;
    private final BackupStore store;
    private final OpenedBackup backup;
    private final DataSource into;
    private final RestoreOptions options;
    private final Deadline deadline;
    private final Progress progress;
    private final String what;

    public RestoreRunner(
            EngineContext context,
            BackupStore store,
            OpenedBackup backup,
            DataSource into,
            RestoreOptions options,
            Deadline deadline) {
        this.context = context;
        this.options = options;
        this.deadline = deadline;
        this.store = store;
        this.backup = backup;
        this.into = into;
        this.progress = new Progress(context.listener(), Operation.RESTORE, context.clock());
        this.what = "the restore of " + backup.manifest().label();
    }

    /** What it would do; with {@link RestoreOptions#replaceExisting()} what it would do after that. */
    public RecoveryPlan plan() {
        return new OperationRun("planning " + what, ErrorCode.RESTORE_FAILED, deadline).run(() -> {
            try (DatabaseWork database = work()) {
                DatabaseIdentity target = database.run(() -> identity(database));
                try (RestoreSession session =
                        database.run(() -> strategy(target).openRestore(database.over(into)))) {
                    RecoveryPlan plan = database.run(() -> plan(target, session, database));
                    database.close();
                    return plan;
                }
            }
        });
    }

    private RecoveryPlan plan(DatabaseIdentity target, RestoreSession session, DatabaseWork database)
            throws SQLException {
        Selection selection = selection();
        if (!options.replaceExisting()) {
            return preflight(selection, target, session).plan(List.of(), List.of());
        }
        List<String> occupied = new ArrayList<>();
        for (String schema : new TreeSet<>(selection.schemas(backup.contents()))) {
            if (!session.preflight(Set.of(schema)).isEmpty()) {
                occupied.add(session instanceof RelocatingRestore to ? to.schemaInTarget(schema) : schema);
            }
        }
        TargetContents contents = new TargetContents(context.dialectFor(target), database);
        return RestorePreflight.look(backup, selection, store, target, session, options, Manner.REPLACING)
                .plan(occupied, contents.refusals(into, occupied));
    }

    /** Drops what these schemas of the target hold. */
    public void drop(List<String> schemas) {
        new OperationRun("emptying the target of " + what, ErrorCode.RESTORE_FAILED, deadline).run(() -> {
            try (DatabaseWork database = work()) {
                return database.run(() -> {
                    new TargetContents(context.dialectFor(identity(database)), database).drop(into, schemas);
                    return schemas;
                });
            }
        });
    }

    public RestoreReport run() {
        return new OperationRun(what, ErrorCode.RESTORE_FAILED, deadline)
                .run(progress, this::restore, RestoreReport::toString);
    }

    private DatabaseWork work() {
        return new DatabaseWork(what, ErrorCode.RESTORE_FAILED, context, deadline);
    }

    private Selection selection() {
        boolean all = options.schemas().isEmpty() && options.tables().isEmpty();
        return Selection.of(options, backup.contents(), all ? List.of() : backup.definitions());
    }

    private RestorePreflight preflight(Selection selection, DatabaseIdentity target, RestoreSession session)
            throws SQLException {
        Manner manner = options.resume() ? Manner.RESUMING : Manner.INTO_EMPTY;
        return RestorePreflight.look(backup, selection, store, target, session, options, manner);
    }

    /** What was filled, and how it is found again. */
    private record Filled(
            BackupStrategy strategy,
            Selection selection,
            UnaryOperator<String> schemaInTarget,
            Optional<QualifiedName> journal,
            List<String> leftOut) {}

    private RestoreReport restore() throws Exception {
        Filled filled;
        try (DatabaseWork database = work()) {
            DatabaseIdentity target = database.run(() -> identity(database));
            BackupStrategy strategy = strategy(target);
            try (RestoreSession session = database.run(() -> strategy.openRestore(database.over(into)))) {
                filled = database.run(() -> {
                    Selection selection = selection();
                    preflight(selection, target, session).refuseIfFaulty();
                    return new Filled(
                            strategy,
                            selection,
                            session instanceof RelocatingRestore relocating
                                    ? relocating::schemaInTarget
                                    : UnaryOperator.identity(),
                            session instanceof ResumableRestore resumable
                                    ? Optional.of(resumable.journal())
                                    : Optional.empty(),
                            fill(session, selection, database));
                });
                database.close();
            }
        }
        List<TableContents> tables = tables(filled.selection());
        try (DatabaseWork database = work()) {
            database.run(() -> {
                compare(filled, tables, database);
                try (RestoreSession session = filled.strategy().openRestore(database.over(into))) {
                    RestoreSteps.end(session, filled.selection());
                }
                return filled;
            });
        }
        return new RestoreReport(
                backup.manifest().label(),
                tables.size(),
                tables.stream().mapToLong(TableContents::rows).sum(),
                ByteSize.ofBytes(tables.stream().mapToLong(TableContents::bytes).sum()),
                progress.elapsed(),
                filled.leftOut());
    }

    private List<TableContents> tables(Selection selection) {
        return backup.contents().tables().stream().filter(selection::takes).toList();
    }

    /** Returns what was left out. */
    private List<String> fill(RestoreSession session, Selection selection, DatabaseWork database) throws Exception {
        BackupContents contents = backup.contents();
        RestoreSteps steps =
                RestoreSteps.start(session, selection, backup.manifest().label().value(), options);
        List<TableContents> tables = tables(selection);
        List<LoadJob> jobs = steps.open(jobs(tables));
        progress.totals(
                contents.beforeItems() + jobs.size() + contents.afterItems() + tables.size(),
                jobs.stream().mapToLong(job -> job.contents().bytes()).sum());
        DefinitionRun definitions = new DefinitionRun(
                session,
                steps,
                options.parallelism(),
                progress,
                database,
                "dbops-define-" + backup.manifest().label());
        definitions.run(backup, Phase.BEFORE_DATA);
        load(session, jobs, database);
        steps.allLoaded();
        definitions.run(backup, Phase.AFTER_DATA);
        steps.finish();
        steps.leftOut()
                .forEach(each -> progress.warning(backup.manifest().label().value(), each));
        return steps.leftOut();
    }

    private void compare(Filled filled, List<TableContents> tables, DatabaseWork database) throws Exception {
        Set<String> schemas = (filled.selection().isAll()
                        ? backup.contents().schemas().stream()
                        : tables.stream().map(table -> table.name().schema()))
                .map(filled.schemaInTarget())
                .collect(Collectors.toSet());
        if (schemas.isEmpty()) {
            return; // a part without a table
        }
        SnapshotRequest request = new SnapshotRequest(
                database.over(into),
                // What was accepted when the backup was taken is there to be compared.
                SnapshotScope.of(schemas).acceptingNonTransactional().acceptingAllUncaptured(),
                options.parallelism(),
                BackupOptions.defaults().chunkSize().bytes(),
                BackupOptions.defaults().lockWait());
        new TargetComparison(
                        backup.manifest().label(),
                        tables,
                        !filled.selection().isAll(),
                        backup.digests(),
                        filled.schemaInTarget(),
                        filled.journal(),
                        progress,
                        database.deadline())
                .run(
                        filled.strategy(),
                        request,
                        "dbops-compare-" + backup.manifest().label());
    }

    private static List<LoadJob> jobs(List<TableContents> tables) {
        List<LoadJob> jobs = new ArrayList<>();
        for (TableContents table : tables) {
            TableData data = table.toTableData();
            for (ChunkContents chunk : table.chunks()) {
                jobs.add(new LoadJob(data, data.chunks().get(chunk.number()), chunk));
            }
        }
        jobs.sort(Comparator.comparingLong((LoadJob job) -> job.table().estimatedBytes())
                .reversed());
        return jobs;
    }

    private void load(RestoreSession session, List<LoadJob> jobs, DatabaseWork database) throws Exception {
        int count = Math.min(Math.min(options.parallelism(), session.maxLoaders()), Math.max(1, jobs.size()));
        AtomicBoolean stopped = new AtomicBoolean();
        List<ChunkLoader> loaders = new ArrayList<>();
        RateLimit rate = RateLimit.of(options.bytesPerSecond(), context.sleeper());
        try {
            while (loaders.size() < count) {
                loaders.add(
                        new ChunkLoader(session.openLoader(), backup, rate, progress, database.failures(), stopped));
            }
        } catch (SQLException | RuntimeException e) {
            for (ChunkLoader each : loaders) {
                try {
                    each.close();
                } catch (SQLException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
        new ParallelWork<>("dbops-restore-" + backup.manifest().label(), loaders, jobs, stopped, database.deadline())
                .run();
    }

    private BackupStrategy strategy(DatabaseIdentity target) {
        return context.strategyFor(backup.manifest().strategy(), target);
    }

    private DatabaseIdentity identity(DatabaseWork database) throws SQLException {
        try (Connection connection = database.over(into).getConnection()) {
            DatabaseIdentity identity = DatabaseIdentity.of(connection);
            database.in(identity);
            return identity;
        }
    }
}
