package io.dbops.migration.engine;

import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationPlan;
import io.dbops.migration.MigrationState;
import io.dbops.migration.MigrationStatusReport;
import io.dbops.migration.MigrationStatusReport.Entry;
import io.dbops.migration.PlannedMigration;
import io.dbops.migration.ValidationReport;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.preview.PlannedSql;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementData;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.MigrationResolver;
import io.dbops.migration.source.MigrationScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Version;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told without anything being run or written. */
final class Reports {

    /** What a plan shows of one migration; a dump of gigabytes is nothing that a person reads. */
    private static final int SHOWN_STATEMENTS = 1000;

    private static final int SHOWN_CHARACTERS = 1 << 22;

    private static final MigrateOptions LENIENT = MigrateOptions.builder()
            .newerApplied(MigrateOptions.Policy.ALLOW)
            .outOfOrder(MigrateOptions.Policy.ALLOW)
            .build();

    private Reports() {}

    static MigrationPlan plan(
            Workplace place, MigrationDecision decision, Definitions definitions, MigrationResolver resolver)
            throws SQLException {
        List<PlannedMigration> pending = new ArrayList<>();
        List<PlannedExecution> executions = new ArrayList<>();
        for (ResolvedMigration migration : decision.pending()) {
            PlannedExecution execution = place.scripts().execution(migration);
            executions.add(execution);
            pending.add(new PlannedMigration(
                    migration.id(),
                    migration.version().map(Version::toString).orElse(null),
                    migration.name(),
                    migration.type(),
                    migration.location(),
                    execution.oneTransaction(place.capabilities()),
                    execution.parsed() == null ? List.of() : execution.parsed().affectedObjects(),
                    statements(place, execution)));
        }
        List<String> all = new ArrayList<>(definitions.warnings());
        all.addAll(decision.warnings());
        PlannedSql sql = new PlannedSql(
                resolver,
                place.capabilities(),
                place.lexicon(),
                place.dialect().sessions().clientSettings(place.connection()),
                executions.isEmpty()
                        ? executions
                        : Around.migrate(place, definitions.callbacks()).with(executions));
        return new MigrationPlan(place.database(), decision.applied(), place.lock(), pending, all, sql);
    }

    /** The first statements of a script, as they would run. */
    static List<String> statements(Workplace place, PlannedExecution execution) {
        MigrationScript script = execution.script();
        if (script == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        long more = 0;
        int characters = 0;
        try (ScriptSplitter splitter = script.split(place.lexicon())) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                String text = text(next.get());
                if (more == 0 && texts.size() < SHOWN_STATEMENTS && text.length() <= SHOWN_CHARACTERS - characters) {
                    texts.add(text);
                    characters += text.length();
                } else {
                    more++;
                }
            }
        }
        if (more > 0) {
            texts.add("... and " + more + " more statements");
        }
        return texts;
    }

    private static String text(SqlStatement statement) {
        StatementData data = statement.data();
        if (data == null) {
            return statement.text();
        }
        data.finish();
        return statement.text() + " /* (" + data.lines() + " lines of data) */";
    }

    static MigrationStatusReport status(Workplace place, List<ResolvedMigration> migrations) throws SQLException {
        HistorySnapshot snapshot = place.snapshot();
        MigrationDecision decision = place.planner().plan(migrations, snapshot, LENIENT);
        List<String> begun =
                place.journal().exists(place.connection()) ? place.journal().begun(place.connection()) : List.of();
        Map<String, Entry> entries = new LinkedHashMap<>();
        snapshot.completed().forEach(row -> entries.put(row.id(), entry(row)));
        for (ResolvedMigration migration : decision.pending()) {
            entries.remove(migration.id());
            Optional<HistoryRow> failed = snapshot.failed(migration.id());
            Entry none = new Entry(
                    migration.id(),
                    migration.name(),
                    begun.contains(migration.id()) ? MigrationState.IN_PROGRESS : MigrationState.PENDING,
                    null,
                    null,
                    null,
                    null,
                    null);
            Optional<HistoryRow> rolledBack =
                    snapshot.rolledBack(migration.id()).filter(row -> none.state() == MigrationState.PENDING);
            entries.put(
                    migration.id(),
                    failed.or(() -> rolledBack).map(Reports::entry).orElse(none));
        }
        // of an applied one it was the undo that failed, or is not at its end
        snapshot.failed().forEach(row -> entries.put(row.id(), entry(row)));
        snapshot.undoBegun().forEach(row -> entries.put(row.id(), entry(row)));
        return new MigrationStatusReport(place.database(), List.copyOf(entries.values()));
    }

    private static Entry entry(HistoryRow row) {
        return new Entry(
                row.id(),
                row.name(),
                row.state(),
                Instant.parse(row.startedAt()),
                Duration.ofMillis(row.durationMillis()),
                row.rowsChanged(),
                row.appliedBy(),
                row.failure());
    }

    static ValidationReport validation(Workplace place, List<ResolvedMigration> migrations, List<String> indexFaults)
            throws SQLException {
        HistorySnapshot snapshot = place.snapshot();
        List<String> faults = new ArrayList<>(indexFaults);
        faults.addAll(snapshot.chainFaults());
        faults.addAll(place.planner().plan(migrations, snapshot, LENIENT).faults());
        snapshot.failed()
                .forEach(row -> faults.add("migration " + row.id() + " (" + row.script() + ") failed on "
                        + row.startedAt() + ": " + row.failure()));
        return new ValidationReport(snapshot.rows().size(), faults);
    }
}
