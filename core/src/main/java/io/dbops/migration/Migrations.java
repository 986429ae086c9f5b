package io.dbops.migration;

import java.nio.file.Path;

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

    /**
     * Records what {@link #migrate(MigrateOptions)} would apply with the same options as completed, and runs nothing of it: for a
     * schema that was there before its migrations, or for a migration whose work was done by hand. {@link #planMigrate} shows what
     * will be marked. Their state is {@code COMPLETED} and their remark says that they were marked; what was known of a failed or
     * interrupted attempt is forgotten. Under the migration lock, each in a transaction of its own.
     *
     * @return what was marked, in order
     */
    MigrationReport markApplied(MigrateOptions options);

    /**
     * {@link #markApplied} of everything up to a version or an id: what the database already holds when DbOps first sees it. What
     * comes later stays pending.
     *
     * @param target as in {@link MigrateOptions.Builder#target}
     */
    default MigrationReport baseline(String target) {
        return markApplied(MigrateOptions.builder().target(target).build());
    }

    /** {@link #undo(UndoOptions)} of the last applied migration. */
    default UndoReport undo() {
        return undo(UndoOptions.defaults());
    }

    /**
     * Takes applied migrations back, the last applied first, under the migration lock: by the section {@code -- DOWN} of a script,
     * a script {@code U...} beside it, or {@link ReversibleMigration#down}. Refuses with {@code UNDO_REFUSED}, before anything is
     * run, what does not say how it is undone, says that it is irreversible, was changed since it was applied, or has something
     * applied that depends on it and would stay. Each is recorded as rolled back, and is pending again. Repeatable migrations stay
     * as they are. An undo that failed halfway where DDL commits keeps every other run away until it is called again and goes on.
     */
    UndoReport undo(UndoOptions options);

    /** What {@link #undo(UndoOptions)} would do now; runs and writes nothing. */
    UndoPlan planUndo(UndoOptions options);

    default UndoPlan planUndo() {
        return planUndo(UndoOptions.defaults());
    }

    /** Every migration known to the sources or the history, and where it stands; writes nothing. */
    MigrationStatusReport status();

    /**
     * Reads every history row and compares it with the sources, and every build-time index with the scripts that it speaks of;
     * writes nothing.
     */
    ValidationReport validate();

    /**
     * Makes the history agree with the sources and with itself, under the migration lock and in one transaction; touches nothing
     * but the history. An applied migration whose source was changed since is taken for applied as it reads now; a chain that
     * somebody's hand broke is computed anew; failures of which nothing is left are forgotten. What it cannot know stays as it is
     * and is still a fault of {@link #validate()}: applied migrations that no source holds, and undos that did not end.
     */
    RepairReport repair();

    /** What {@link #repair()} would change now; writes nothing. */
    RepairPlan planRepair();

    /**
     * Drops everything that the allowed schemas hold, the history included, under the migration lock. The schemas themselves
     * stay, with their owner, privileges and comment; nothing outside of them is touched. Refuses with {@code CLEAN_REFUSED},
     * before anything is dropped, what was not allowed, what something outside of the schemas depends on, and what the role
     * may not drop. Where DDL commits, a clean that failed is called again to go on.
     */
    CleanReport clean(CleanOptions options);

    /** What {@link #clean(CleanOptions)} would do now, allowed or not; runs and writes nothing. */
    CleanPlan planClean(CleanOptions options);

    /** The plan for the connection's current schema. */
    default CleanPlan planClean() {
        return planClean(CleanOptions.defaults());
    }

    /**
     * {@link #clean(CleanOptions)} and then {@link #migrate(MigrateOptions)}, under one lock. Nothing is dropped unless the
     * migrations can be planned for an empty schema. The time-outs of both options together bound the call; it has none unless
     * both do.
     */
    ResetReport reset(CleanOptions clean, MigrateOptions migrate);

    default ResetReport reset(CleanOptions clean) {
        return reset(clean, MigrateOptions.defaults());
    }

    /**
     * Writes a file to begin a new migration with; touches no database and overwrites nothing. Its id is the time, 14 digits in
     * UTC, or the next second that no other migration there has.
     *
     * @param name words for a person, such as {@code create users}: letters, digits, blanks, {@code _} and {@code -}
     * @return the file
     */
    Path create(String name, CreateOptions options);

    /** A SQL migration in the only directory that the builder was told of. */
    default Path create(String name) {
        return create(name, CreateOptions.sql());
    }
}
