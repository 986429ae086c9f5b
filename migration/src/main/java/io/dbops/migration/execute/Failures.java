package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementData;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.SqlFailures;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.sql.InlineData;
import io.dbops.spi.sql.SqlFailure;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Says what failed: script:line, the statement without its literals, the database's words. */
final class Failures {

    private Failures() {}

    static ExecutionFailure statement(
            ExecutionSession session,
            PlannedExecution planned,
            SqlStatement statement,
            int number,
            SQLException cause) {
        int line = line(session.dialect(), statement, cause);
        String what = planned.place(line) + ": statement " + number + " of " + planned.what();
        SQLException cleaned = SqlFailures.cleaned(session.dialect(), cause);
        ExecutionFailure failure = cancelled(what, session.watch(), cleaned);
        if (failure == null) {
            failure = new ExecutionFailure(
                    code(session, cause),
                    what + " failed: " + statement.excerpt() + ": the database says: "
                            + SqlFailures.words(session.dialect(), cause)
                                    .replace(statement.text(), statement.excerpt()),
                    statement.data() == null
                            ? "Correct the statement and " + planned.again() + "."
                            : "Correct the statement or its data and " + planned.again() + ".",
                    cleaned);
        }
        return failure.from(cause)
                .about(planned)
                .with("script", planned.location())
                .with("line", line);
    }

    /** A statement that the database executed, warning that values were lost. */
    static ExecutionFailure loss(
            ExecutionSession session,
            PlannedExecution planned,
            SqlStatement statement,
            int number,
            List<SQLWarning> losses) {
        SQLWarning first = losses.get(0);
        return new ExecutionFailure(
                        ErrorCode.MIGRATION_FAILED,
                        planned.place(statement.line()) + ": statement " + number + " of " + planned.what()
                                + " lost data: " + statement.excerpt() + ": the database warns: "
                                + SqlFailures.words(session.dialect(), first)
                                + (losses.size() == 1 ? "" : " and " + (losses.size() - 1) + " times more"),
                        "Correct the statement and " + planned.again()
                                + "; if the loss is meant, say so in the script's"
                                + " header, '-- data_loss: allow', or for the run with lossWarnings(...).",
                        null)
                .from(first)
                .about(planned)
                .with("script", planned.location())
                .with("line", statement.line())
                .afterEffect();
    }

    /** The line of the data that the server refused, where it says so; else of the statement. */
    private static int line(DatabaseDialect dialect, SqlStatement statement, SQLException cause) {
        StatementData data = statement.data();
        if (data == null || !(dialect instanceof InlineData loader)) {
            return statement.line();
        }
        OptionalLong failed = loader.failedLine(cause);
        return failed.isEmpty() ? statement.line() : Math.toIntExact(data.line() + failed.getAsLong() - 1);
    }

    private static ErrorCode code(ExecutionSession session, SQLException cause) {
        boolean lost = session.dialect().classify(cause) == SqlFailure.CONNECTION_LOST;
        return lost ? ErrorCode.CONNECTION : ErrorCode.MIGRATION_FAILED;
    }

    static ExecutionFailure java(ExecutionSession session, PlannedExecution planned, Exception thrown) {
        String what = "Java " + planned.what() + " (" + planned.location() + ")";
        boolean sql = thrown instanceof SQLException;
        Exception cause = sql ? SqlFailures.cleaned(session.dialect(), (SQLException) thrown) : thrown;
        ExecutionFailure failure = cancelled(what, session.watch(), cause);
        if (failure == null) {
            failure = new ExecutionFailure(
                    sql ? code(session, (SQLException) thrown) : ErrorCode.MIGRATION_FAILED,
                    what + " failed: " + (sql ? SqlFailures.words(session.dialect(), (SQLException) thrown) : thrown),
                    "Correct the " + (planned.isCallback() ? "callback" : "migration") + " and " + planned.again()
                            + ".",
                    cause);
        }
        if (sql) {
            failure.from((SQLException) thrown);
        }
        return failure.about(planned);
    }

    /** What failed around the statements: a transaction's end, the history. */
    static ExecutionFailure bookkeeping(
            ExecutionSession session, PlannedExecution planned, String doing, SQLException cause) {
        String what = planned.what() + " (" + planned.location() + "): " + doing;
        SQLException cleaned = SqlFailures.cleaned(session.dialect(), cause);
        ExecutionFailure failure = cancelled(what, session.watch(), cleaned);
        if (failure == null) {
            failure = new ExecutionFailure(
                    code(session, cause),
                    what + " failed: " + SqlFailures.words(session.dialect(), cause),
                    "Call again; what is recorded as completed is not repeated.",
                    cleaned);
        }
        return failure.from(cause).about(planned);
    }

    static ExecutionFailure refused(PlannedExecution planned, DbOpsException cause) {
        return new ExecutionFailure(cause.code(), cause.what(), cause.hint().orElse("Call again."), cause)
                .about(planned);
    }

    static ExecutionFailure history(PlannedExecution planned, ErrorCode code, String what, String hint) {
        return new ExecutionFailure(code, what, hint, null).about(planned);
    }

    static ExecutionFailure changed(PlannedExecution planned) {
        return history(
                planned,
                ErrorCode.MIGRATION_INVALID,
                planned + " changed while it was being run",
                "Leave the file alone and " + planned.again() + ".");
    }

    private static @Nullable ExecutionFailure cancelled(String what, CallWatch watch, Exception cause) {
        Optional<DbOpsException> ended = watch.ended(what, cause);
        if (ended.isPresent()) {
            DbOpsException failure = ended.get();
            return new ExecutionFailure(
                    failure.code(), failure.what(), failure.hint().orElse("Call again."), cause);
        }
        Optional<Duration> passed = watch.overran();
        if (passed.isPresent()) {
            return new ExecutionFailure(
                    ErrorCode.DEADLINE,
                    what + " was cancelled, because it ran longer than " + passed.get(),
                    "Give statementTimeout more time, or make the statement do less, and call again.",
                    cause);
        }
        return cause instanceof InterruptedException
                ? new ExecutionFailure(ErrorCode.INTERRUPTED, what + " was interrupted", "Call again to go on.", cause)
                : null;
    }
}
