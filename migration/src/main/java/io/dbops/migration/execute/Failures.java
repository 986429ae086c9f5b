package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.SqlFailure;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says what failed: script:line, the statement without its literals, the database's words. */
final class Failures {

    private Failures() {}

    static ExecutionFailure statement(
            ResolvedMigration migration, SqlStatement statement, int number, StatementWatch watch, SQLException cause) {
        String place = place(migration, statement.line());
        String what = place + ": statement " + number + " of migration " + migration.id();
        ExecutionFailure failure = cancelled(what, watch, cause);
        if (failure == null) {
            failure = new ExecutionFailure(
                    ErrorCode.MIGRATION_FAILED,
                    what + " failed: " + statement.excerpt() + ": the database says: "
                            + said(cause).replace(statement.text(), statement.excerpt()),
                    "Correct the statement and migrate again.",
                    cause);
        }
        return failure.from(cause)
                .with("migration", migration.id())
                .with("script", migration.location())
                .with("line", statement.line());
    }

    static ExecutionFailure java(ResolvedMigration migration, StatementWatch watch, Exception cause) {
        String what = "Java migration " + migration.id() + " (" + migration.location() + ")";
        ExecutionFailure failure = cancelled(what, watch, cause);
        if (failure == null) {
            failure = new ExecutionFailure(
                    ErrorCode.MIGRATION_FAILED,
                    what + " failed: " + (cause instanceof SQLException sql ? said(sql) : cause),
                    "Correct the migration and migrate again.",
                    cause);
        }
        if (cause instanceof SQLException sql) {
            failure.from(sql);
        }
        return failure.with("migration", migration.id());
    }

    /** What failed around the statements: a transaction's end, the history. */
    static ExecutionFailure bookkeeping(
            ResolvedMigration migration, String doing, DatabaseDialect dialect, SQLException cause) {
        boolean lost = dialect.classify(cause) == SqlFailure.CONNECTION_LOST;
        return new ExecutionFailure(
                        lost ? ErrorCode.CONNECTION : ErrorCode.MIGRATION_FAILED,
                        "migration " + migration + ": " + doing + " failed: " + said(cause),
                        "Migrate again; what is recorded as completed is not repeated.",
                        cause)
                .from(cause)
                .with("migration", migration.id());
    }

    static ExecutionFailure refused(ResolvedMigration migration, DbOpsException cause) {
        return new ExecutionFailure(cause.code(), cause.what(), cause.hint().orElse("Migrate again."), cause)
                .with("migration", migration.id());
    }

    static ExecutionFailure history(ResolvedMigration migration, ErrorCode code, String what, String hint) {
        return new ExecutionFailure(code, what, hint, null).with("migration", migration.id());
    }

    static ExecutionFailure changed(ResolvedMigration migration) {
        return history(
                migration,
                ErrorCode.MIGRATION_INVALID,
                migration + " changed while it was being applied",
                "Leave the file alone and migrate again.");
    }

    static String place(ResolvedMigration migration, int line) {
        return migration.script().map(script -> script.name()).orElse(migration.location()) + ":" + line;
    }

    private static @Nullable ExecutionFailure cancelled(String what, StatementWatch watch, Exception cause) {
        return switch (watch.reason()) {
            case NONE ->
                cause instanceof InterruptedException
                        ? new ExecutionFailure(
                                ErrorCode.INTERRUPTED, what + " was interrupted", "Call again to go on.", cause)
                        : null;
            case INTERRUPTED ->
                new ExecutionFailure(
                        ErrorCode.INTERRUPTED,
                        what + " was cancelled, because the thread was interrupted",
                        "Call again to go on.",
                        cause);
            case DEADLINE ->
                new ExecutionFailure(
                        ErrorCode.DEADLINE,
                        what + " was cancelled, because the time for the call was over",
                        "Give MigrateOptions.timeout more time, and call again.",
                        cause);
        };
    }

    /** The database's words. Some databases repeat the statement in them, with the values that we leave out. */
    private static String said(SQLException cause) {
        return cause.getMessage() + " (SQLState " + cause.getSQLState() + ", code " + cause.getErrorCode() + ")";
    }
}
