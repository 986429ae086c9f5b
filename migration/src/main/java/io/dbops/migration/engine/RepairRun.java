package io.dbops.migration.engine;

import io.dbops.migration.RepairPlan;
import io.dbops.migration.RepairReport;
import io.dbops.migration.execute.Transactions;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.plan.HistoryRepair;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.EngineContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One call that repairs the history, or shows how it would. Used by one thread, once. */
final class RepairRun {

    private final EngineContext context;
    private final Workplace place;
    private final List<ResolvedMigration> migrations;

    RepairRun(EngineContext context, Workplace place, List<ResolvedMigration> migrations) {
        this.context = context;
        this.place = place;
        this.migrations = migrations;
    }

    RepairPlan plan() throws SQLException {
        return new RepairPlan(place.database(), repair(place.snapshot()).changes());
    }

    RepairReport repair() throws SQLException {
        Instant start = context.clock().instant();
        HistoryRepair done = repair(place.snapshot());
        if (!done.changes().isEmpty()) {
            done = new MigrationRun(context, place, Manner.ofRepair(), Around.nothing(place)).run(this::write);
        }
        return new RepairReport(
                place.database(),
                done.changes(),
                Duration.between(start, context.clock().instant()));
    }

    private MigrationRun.Work<HistoryRepair> write(HistorySnapshot snapshot) throws SQLException {
        HistoryRepair repair = repair(snapshot);
        Transactions.run(place.connection(), () -> {
            for (HistoryRow row : repair.removed()) {
                place.history().remove(place.connection(), row.seq());
                place.journal().clear(place.connection(), row.id());
            }
            for (HistoryRow row : repair.replaced()) {
                place.history().replace(place.connection(), row);
            }
        });
        return new MigrationRun.Work<>(repair, List.of(), List.of());
    }

    private HistoryRepair repair(HistorySnapshot snapshot) throws SQLException {
        Set<String> begun = place.journal().exists(place.connection())
                ? Set.copyOf(place.journal().partlyDone(place.connection()))
                : Set.of();
        return HistoryRepair.of(snapshot, migrations, begun, place.planner(), place.scripts()::checksum);
    }
}
