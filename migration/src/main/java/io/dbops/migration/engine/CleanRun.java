package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanPlan;
import io.dbops.migration.CleanReport;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationReport;
import io.dbops.migration.ResetReport;
import io.dbops.migration.clean.CleanSubject;
import io.dbops.migration.clean.SchemaClean;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.LeaseTable;
import io.dbops.migration.lock.LockWait;
import io.dbops.migration.lock.MigrationLock;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.source.Definitions;
import io.dbops.spi.EngineContext;
import io.dbops.spi.call.CallWatch;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** One clean or one reset: lock, wait for the dead, empty the schemas, migrate them again. Used by one thread, once. */
final class CleanRun {

    private final EngineContext context;
    private final Workplace place;
    private final CleanOptions options;
    private final CallWatch watch;
    private final Instant start;
    private final SchemaClean clean;

    CleanRun(EngineContext context, Workplace place, CleanOptions options) throws SQLException {
        this.context = context;
        this.place = place;
        this.options = options;
        this.start = context.clock().instant();
        this.watch = place.watch();
        this.clean = SchemaClean.of(
                new CleanSubject(
                        place.connection(),
                        place.dialect(),
                        place.database(),
                        place.history(),
                        place.journal(),
                        new LeaseTable(place.dialect(), place.history()),
                        context),
                options,
                watch);
    }

    CleanPlan plan() throws SQLException {
        return clean.plan();
    }

    CleanReport clean() throws SQLException {
        watch.deadline().check("cleaning began");
        clean.refuseEarly();
        place.borrowed().prepareForWork(place.dialect().sessions());
        LockWait wait = wait(options.lockWait());
        try (MigrationLock lock = lock(wait)) {
            empty(lock, wait);
        }
        clean.finish();
        return clean.report();
    }

    ResetReport reset(Definitions definitions, MigrateOptions migrate) throws SQLException {
        watch.deadline().check("cleaning began");
        clean.refuseEarly();
        if (!clean.includesHistory()) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "reset() migrates schema " + place.history().schema()
                                    + ", the connection's own, which is not among those that it was allowed to empty")
                    .hint("Allow that schema, or connect with the schema that is meant.")
                    .build();
        }
        // Whatever is wrong with the migrations is found while everything is still there.
        place.decide(definitions.migrations(), HistorySnapshot.empty(), migrate);
        place.borrowed().prepareForWork(place.dialect().sessions());
        LockWait wait = wait(options.lockWait());
        try (MigrationLock lock = lock(wait)) {
            empty(lock, wait);
            place.borrowed().resetSession();
            CleanReport cleaned = clean.report();
            return new ResetReport(cleaned, migrated(definitions, migrate, lock), since(start));
        }
    }

    private MigrationReport migrated(Definitions definitions, MigrateOptions migrate, MigrationLock lock)
            throws SQLException {
        Instant begin = context.clock().instant();
        MigrationRun run =
                new MigrationRun(context, place, Manner.of(migrate), Around.migrate(place, definitions.callbacks()));
        MigrationDecision done = run.run(
                snapshot -> place.work(place.decide(definitions.migrations(), snapshot, migrate)),
                lock,
                wait(migrate.lockWait()));
        return new MigrationReport(
                place.database(), run.finished(), done.applied(), place.lock(), since(begin), done.warnings());
    }

    private void empty(MigrationLock lock, LockWait wait) throws SQLException {
        if (place.journal().exists(place.connection())) {
            RunLock.awaitDead(place, lock, MigrateOptions.defaults().lease(), wait);
        }
        clean.execute(lock);
    }

    private LockWait wait(Duration longest) {
        return new LockWait(longest, watch.deadline(), context.clock(), context.sleeper(), context.listener());
    }

    private MigrationLock lock(LockWait wait) throws SQLException {
        return RunLock.acquire(context, place, MigrateOptions.defaults().lease(), wait);
    }

    private Duration since(Instant begin) {
        return Duration.between(begin, context.clock().instant());
    }
}
