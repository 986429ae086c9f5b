package io.dbops.migration.engine;

import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrateOptions.Policy;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.execute.ExecutionFailure;
import io.dbops.migration.execute.MigrationExecutor;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.spi.OperationEvent.Operation;
import java.time.Duration;

/**
 * How to run.
 *
 * @param operation what is done, for events
 * @param call the call, for errors
 * @param step what is done with one migration
 * @param pending what a migration is before, in a word
 * @param done what it is then
 * @param lockWait the longest wait for the lock
 * @param lease of the lock, where a row stands in for it
 * @param ddlLockWait the longest wait of a statement that changes definitions
 * @param oneTransaction whether all is done or nothing
 * @param lossWarnings what to do about warnings that say that a statement lost data
 */
record Manner(
        Operation operation,
        String call,
        Step step,
        String pending,
        String done,
        Duration lockWait,
        Duration lease,
        Duration ddlLockWait,
        boolean oneTransaction,
        Policy lossWarnings) {

    /** What a run does with one migration. */
    @FunctionalInterface
    interface Step {
        AppliedMigration on(MigrationExecutor executor, PlannedExecution planned) throws ExecutionFailure;
    }

    static Manner of(MigrateOptions options) {
        return new Manner(
                Operation.MIGRATE,
                "migrate()",
                MigrationExecutor::execute,
                "pending",
                "applied",
                options.lockWait(),
                options.lease(),
                options.oneTransaction() ? Duration.ZERO : options.ddlLockWait(),
                options.oneTransaction(),
                options.lossWarnings());
    }

    static Manner ofMarking(MigrateOptions options) {
        return new Manner(
                Operation.MARK_APPLIED,
                "markApplied()",
                MigrationExecutor::mark,
                "to mark",
                "marked as applied",
                options.lockWait(),
                options.lease(),
                Duration.ZERO,
                false,
                Policy.FAIL);
    }

    static Manner ofRepair() {
        MigrateOptions options = MigrateOptions.defaults();
        return new Manner(
                Operation.REPAIR,
                "repair()",
                MigrationExecutor::mark,
                "to repair",
                "repaired",
                options.lockWait(),
                options.lease(),
                Duration.ZERO,
                false,
                Policy.FAIL);
    }

    static Manner of(UndoOptions options) {
        return new Manner(
                Operation.UNDO,
                "undo()",
                MigrationExecutor::execute,
                "to undo",
                "taken back",
                options.lockWait(),
                options.lease(),
                MigrateOptions.defaults().ddlLockWait(),
                false,
                Policy.FAIL);
    }
}
