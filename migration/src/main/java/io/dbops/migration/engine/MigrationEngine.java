package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanPlan;
import io.dbops.migration.CleanReport;
import io.dbops.migration.CreateOptions;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationPlan;
import io.dbops.migration.MigrationReport;
import io.dbops.migration.MigrationStatusReport;
import io.dbops.migration.Migrations;
import io.dbops.migration.RepairPlan;
import io.dbops.migration.RepairReport;
import io.dbops.migration.ResetReport;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.UndoPlan;
import io.dbops.migration.UndoReport;
import io.dbops.migration.ValidationReport;
import io.dbops.migration.create.NewMigration;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.source.Callbacks;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.MigrationResolver;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.EngineContext;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.call.InterruptFlag;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Migrations on one database. Thread-safe: keeps nothing of a database between calls. */
final class MigrationEngine implements Migrations {

    private static final String NO_LOCK = "none: there was nothing to do";

    private final EngineContext context;
    private final String table;
    private final MigrationResolver resolver;
    private final NewMigration creation;

    MigrationEngine(EngineContext context, MigrationSettings settings) {
        this.context = context;
        this.table = settings.historyTable();
        this.resolver = new MigrationResolver(settings);
        this.creation = new NewMigration(settings, context.clock());
    }

    @Override
    public MigrationReport migrate() {
        return migrate(MigrateOptions.defaults());
    }

    @Override
    public MigrationReport migrate(MigrateOptions options) {
        return migrate(options, Manner.of(options), Around::migrate);
    }

    @Override
    public MigrationReport markApplied(MigrateOptions options) {
        return migrate(options, Manner.ofMarking(options), (place, callbacks) -> Around.nothing(place));
    }

    private MigrationReport migrate(
            MigrateOptions options, Manner manner, BiFunction<Workplace, Callbacks, Around> callbacks) {
        Instant start = context.clock().instant();
        return connecting(manner.call(), options.timeout(), (place, reading) -> {
            options.statementTimeout().ifPresent(place.watch()::limitStatements);
            Optional<HistoryRow> head = options.selection().isAll() ? head(place, reading) : Optional.empty();
            Definitions definitions = reading.definitions();
            List<ResolvedMigration> migrations = definitions.migrations();
            Around around = callbacks.apply(place, definitions.callbacks());
            boolean owed = around.isOwed();
            if (!owed && place.upToDate(head, migrations)) {
                return nothing(place, migrations.size(), start, definitions.warnings());
            }
            List<String> warnings = new ArrayList<>(definitions.warnings());
            MigrationDecision decision = place.decide(migrations, place.snapshot(), options);
            if (!owed && decision.pending().isEmpty()) {
                warnings.addAll(decision.warnings());
                return nothing(place, decision.applied(), start, warnings);
            }
            MigrationRun run = new MigrationRun(context, place, manner, around);
            MigrationDecision done = run.run(snapshot -> place.work(place.decide(migrations, snapshot, options)));
            warnings.addAll(done.warnings());
            return new MigrationReport(
                    place.database(), run.finished(), done.applied(), place.lock(), since(start), warnings);
        });
    }

    /** A fault of the migrations is told rather than that of a history which nobody needs then. */
    private static Optional<HistoryRow> head(Workplace place, Reading reading) throws SQLException {
        try {
            return place.head();
        } catch (SQLException | DbOpsException e) {
            reading.definitions();
            throw e;
        }
    }

    private MigrationReport nothing(Workplace place, int applied, Instant start, List<String> warnings) {
        return new MigrationReport(place.database(), List.of(), applied, NO_LOCK, since(start), warnings);
    }

    private Duration since(Instant start) {
        return Duration.between(start, context.clock().instant());
    }

    @Override
    public MigrationPlan planMigrate(MigrateOptions options) {
        return call(
                "planMigrate()",
                options.timeout(),
                (place, definitions) -> Reports.plan(
                        place,
                        place.decide(definitions.migrations(), place.snapshot(), options),
                        definitions,
                        resolver));
    }

    @Override
    public UndoReport undo(UndoOptions options) {
        return call("undo()", options.timeout(), (place, definitions) -> new UndoRun(context, place, options)
                .undo(definitions));
    }

    @Override
    public UndoPlan planUndo(UndoOptions options) {
        return call("planUndo()", options.timeout(), (place, definitions) -> new UndoRun(context, place, options)
                .plan(definitions));
    }

    @Override
    public MigrationStatusReport status() {
        return call(
                "status()", Optional.empty(), (place, definitions) -> Reports.status(place, definitions.migrations()));
    }

    @Override
    public ValidationReport validate() {
        return call(
                "validate()",
                Optional.empty(),
                (place, definitions) -> Reports.validation(place, definitions.migrations(), definitions.indexFaults()));
    }

    @Override
    public RepairReport repair() {
        return call("repair()", Optional.empty(), (place, definitions) -> new RepairRun(
                        context, place, definitions.migrations())
                .repair());
    }

    @Override
    public RepairPlan planRepair() {
        return call("planRepair()", Optional.empty(), (place, definitions) -> new RepairRun(
                        context, place, definitions.migrations())
                .plan());
    }

    @Override
    public CleanReport clean(CleanOptions options) {
        return connected("clean()", options.timeout(), place -> new CleanRun(context, place, options).clean());
    }

    @Override
    public CleanPlan planClean(CleanOptions options) {
        return connected("planClean()", options.timeout(), place -> new CleanRun(context, place, options).plan());
    }

    @Override
    public ResetReport reset(CleanOptions clean, MigrateOptions migrate) {
        return call(
                "reset()",
                clean.timeout().flatMap(first -> migrate.timeout().map(first::plus)),
                (place, definitions) -> new CleanRun(context, place, clean).reset(definitions, migrate));
    }

    @Override
    public Path create(String name, CreateOptions options) {
        return creation.create(name, options);
    }

    /** What a call does once it is connected and has read the migrations. */
    private interface Work<T> {
        T on(Workplace place, Definitions definitions) throws SQLException;
    }

    /** What a call does while the migrations are still being read. */
    private interface ReadingWork<T> {
        T on(Workplace place, Reading reading) throws SQLException;
    }

    /** What a call does that needs no migrations. */
    private interface PlaceWork<T> {
        T on(Workplace place) throws SQLException;
    }

    private <T> T call(String what, Optional<Duration> timeout, Work<T> work) {
        return connecting(what, timeout, (place, reading) -> work.on(place, reading.definitions()));
    }

    private <T> T connecting(String what, Optional<Duration> timeout, ReadingWork<T> work) {
        return watched(what, timeout, watch -> {
            try (Reading reading = Reading.begin(resolver)) {
                Workplace place;
                try {
                    place = Workplace.open(context, table, watch, what);
                } catch (RuntimeException e) {
                    throw reading.insteadOf(e);
                }
                return in(what, watch, place, opened -> work.on(opened, reading));
            }
        });
    }

    private <T> T connected(String what, Optional<Duration> timeout, PlaceWork<T> work) {
        return watched(what, timeout, watch -> in(what, watch, Workplace.open(context, table, watch, what), work));
    }

    private <T> T in(String what, CallWatch watch, Workplace opened, PlaceWork<T> work) {
        try (Workplace place = opened) {
            try {
                return work.on(place);
            } catch (SQLException e) {
                throw Workplace.failure(what, watch, place.dialect(), e);
            } finally {
                watch.close();
            }
        }
    }

    private <T> T watched(String what, Optional<Duration> timeout, Function<CallWatch, T> work) {
        try (CallWatch watch = new CallWatch(Deadline.in(context.clock(), timeout))) {
            watch.deadline().check(what + " began");
            return work.apply(watch);
        } catch (DbOpsException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                // only now: connections and lock are given back, which some drivers cannot do while the flag is up
                InterruptFlag.raise();
            }
            throw e;
        }
    }
}
