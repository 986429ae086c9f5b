package io.dbops.migration;

/**
 * Evolves one database's schema. Thread-safe; calls on the same database exclude one another through a lock in it. Every
 * failure is a {@link io.dbops.error.DbOpsException} whose partial work names what was applied.
 */
public interface Migrations {

    /** {@link #migrate(MigrateOptions)} with the defaults. */
    MigrationReport migrate();

    /**
     * Applies what is pending, in order, under the migration lock. With nothing pending it takes no lock and writes nothing.
     * Honours interruption: what runs is cancelled, the history tells the truth, the interrupt flag is kept.
     */
    MigrationReport migrate(MigrateOptions options);

    /** What {@link #migrate(MigrateOptions)} would do now; runs and writes nothing. */
    MigrationPlan planMigrate(MigrateOptions options);

    default MigrationPlan planMigrate() {
        return planMigrate(MigrateOptions.defaults());
    }

    /** Every migration known to the sources or the history, and where it stands; writes nothing. */
    MigrationStatusReport status();

    /** Reads every history row and compares it with the sources; writes nothing. */
    ValidationReport validate();
}
