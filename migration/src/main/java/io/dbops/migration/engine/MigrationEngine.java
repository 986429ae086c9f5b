package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationPlan;
import io.dbops.migration.MigrationReport;
import io.dbops.migration.MigrationStatusReport;
import io.dbops.migration.Migrations;
import io.dbops.migration.ValidationReport;
import io.dbops.migration.lock.Deadline;
import io.dbops.migration.lock.InterruptFlag;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.source.Locations;
import io.dbops.migration.source.MigrationResolver;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.EngineContext;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Migrations on one database. Thread-safe: keeps nothing between calls. */
final class MigrationEngine implements Migrations {

    private final EngineContext context;
    private final String table;
    private final List<MigrationSource> sources;

    MigrationEngine(EngineContext context, MigrationSettings settings) {
        this.context = context;
        this.table = settings.historyTable();
        this.sources = Locations.sources(settings);
    }

    @Override
    public MigrationReport migrate() {
        return migrate(MigrateOptions.defaults());
    }

    @Override
    public MigrationReport migrate(MigrateOptions options) {
        try {
            return run(options);
        } catch (DbOpsException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                // only now: connections and lock are given back, which some drivers cannot do while the flag is up
                InterruptFlag.raise();
            }
            throw e;
        }
    }

    private MigrationReport run(MigrateOptions options) {
        Instant start = context.clock().instant();
        Deadline deadline = Deadline.in(context.clock(), options.timeout());
        deadline.check("migrating began");
        List<ResolvedMigration> migrations = MigrationResolver.resolve(sources);
        try (Workplace place = Workplace.open(context, table)) {
            if (place.upToDate(migrations)) {
                return report(place, List.of(), migrations.size(), start, List.of());
            }
            MigrationDecision decision = place.decide(migrations, place.snapshot(), options);
            if (decision.pending().isEmpty()) {
                return report(place, List.of(), decision.applied(), start, decision.warnings());
            }
            MigrationRun run = new MigrationRun(context, place, options, deadline);
            MigrationDecision done = run.migrate(migrations);
            return report(place, run.applied(), done.applied(), start, done.warnings());
        } catch (SQLException e) {
            throw unreachable("migrate()", e);
        }
    }

    private MigrationReport report(
            Workplace place, List<AppliedMigration> applied, int before, Instant start, List<String> warnings) {
        Duration duration = Duration.between(start, context.clock().instant());
        return new MigrationReport(place.database(), applied, before, duration, warnings);
    }

    @Override
    public MigrationPlan planMigrate(MigrateOptions options) {
        List<ResolvedMigration> migrations = MigrationResolver.resolve(sources);
        try (Workplace place = Workplace.open(context, table)) {
            return Reports.plan(place, place.decide(migrations, place.snapshot(), options));
        } catch (SQLException e) {
            throw unreachable("planMigrate()", e);
        }
    }

    @Override
    public MigrationStatusReport status() {
        List<ResolvedMigration> migrations = MigrationResolver.resolve(sources);
        try (Workplace place = Workplace.open(context, table)) {
            return Reports.status(place, migrations);
        } catch (SQLException e) {
            throw unreachable("status()", e);
        }
    }

    @Override
    public ValidationReport validate() {
        List<ResolvedMigration> migrations = MigrationResolver.resolve(sources);
        try (Workplace place = Workplace.open(context, table)) {
            return Reports.validation(place, migrations);
        } catch (SQLException e) {
            throw unreachable("validate()", e);
        }
    }

    private static DbOpsException unreachable(String call, SQLException cause) {
        return DbOpsException.of(
                        ErrorCode.CONNECTION,
                        call + " could not work with the database: " + cause.getMessage() + " (SQLState "
                                + cause.getSQLState() + ", code " + cause.getErrorCode() + ")")
                .hint("Check that the server is up and that the user may read and create tables in the schema.")
                .cause(cause)
                .build();
    }
}
