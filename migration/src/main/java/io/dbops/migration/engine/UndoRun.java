package io.dbops.migration.engine;

import io.dbops.migration.AppliedMigration;
import io.dbops.migration.PlannedUndo;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.UndoPlan;
import io.dbops.migration.UndoReport;
import io.dbops.migration.UndoneMigration;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.plan.Losses;
import io.dbops.migration.plan.UndoDecision;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.statement.StatementReading;
import io.dbops.spi.EngineContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One undo, or its plan. Used by one thread, once. */
final class UndoRun {

    private final EngineContext context;
    private final Workplace place;
    private final UndoOptions options;
    private final Instant start;

    UndoRun(EngineContext context, Workplace place, UndoOptions options) {
        this.context = context;
        this.place = place;
        this.options = options;
        this.start = context.clock().instant();
    }

    UndoReport undo(Definitions definitions) throws SQLException {
        List<ResolvedMigration> migrations = definitions.migrations();
        HistorySnapshot before = place.snapshot();
        UndoDecision decision = place.decide(migrations, before, options);
        if (decision.undone().isEmpty()) {
            return report(definitions, decision, List.of(), before.completed().size());
        }
        MigrationRun run =
                new MigrationRun(context, place, Manner.of(options), Around.undo(place, definitions.callbacks()));
        UndoDecision done = run.run(snapshot -> place.work(place.decide(migrations, snapshot, options)));
        return report(
                definitions, done, run.finished(), place.snapshot().completed().size());
    }

    private UndoReport report(
            Definitions definitions, UndoDecision decision, List<AppliedMigration> finished, int stillApplied)
            throws SQLException {
        Map<String, ResolvedMigration> undone =
                decision.undone().stream().collect(Collectors.toMap(ResolvedMigration::id, Function.identity()));
        List<UndoneMigration> reports = new ArrayList<>();
        for (AppliedMigration each : finished) {
            reports.add(new UndoneMigration(
                    each.id(),
                    each.name(),
                    each.statements(),
                    each.affectedObjects(),
                    lost(Objects.requireNonNull(undone.get(each.id()))),
                    each.rows(),
                    each.duration()));
        }
        return new UndoReport(
                place.database(),
                reports,
                stillApplied,
                place.lock(),
                Duration.between(start, context.clock().instant()),
                warnings(definitions, decision));
    }

    UndoPlan plan(Definitions definitions) throws SQLException {
        UndoDecision decision = place.decide(definitions.migrations(), place.snapshot(), options);
        List<PlannedUndo> undone = new ArrayList<>();
        for (ResolvedMigration migration : decision.undone()) {
            PlannedExecution execution = place.scripts().undo(migration).orElseThrow();
            undone.add(new PlannedUndo(
                    migration.id(),
                    migration.name(),
                    execution.location(),
                    execution.oneTransaction(place.capabilities()),
                    execution.parsed() == null ? List.of() : execution.parsed().affectedObjects(),
                    lost(migration),
                    Reports.statements(place, execution)));
        }
        return new UndoPlan(place.database(), place.lock(), undone, warnings(definitions, decision));
    }

    private List<String> lost(ResolvedMigration migration) {
        return Losses.of(
                readings(place.scripts().execution(migration).parsed()),
                readings(place.scripts().undo(migration).orElseThrow().parsed()));
    }

    private static List<StatementReading> readings(@Nullable ParsedScript script) {
        return script == null ? List.of() : script.readings();
    }

    private static List<String> warnings(Definitions definitions, UndoDecision decision) {
        List<String> warnings = new ArrayList<>(definitions.warnings());
        warnings.addAll(decision.warnings());
        return warnings;
    }
}
