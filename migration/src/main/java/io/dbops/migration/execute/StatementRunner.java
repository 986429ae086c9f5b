package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions.Policy;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementData;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.sql.InlineData;
import io.dbops.spi.sql.LossWarnings;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Executes single statements, and drains whatever they return. */
final class StatementRunner {

    private final ExecutionSession session;
    private final PlannedExecution planned;
    private final Connection connection;
    private final DatabaseDialect dialect;
    private final CallWatch watch;

    StatementRunner(ExecutionSession session, PlannedExecution planned) {
        this.session = session;
        this.planned = planned;
        this.connection = session.connection();
        this.dialect = session.dialect();
        this.watch = session.watch();
    }

    /**
     * Runs it, with its data if it has any.
     *
     * @param number of the statement in its script, from 1
     * @return how many rows it changed, as the driver counts
     */
    long run(SqlStatement statement, int number) throws ExecutionFailure, LockedOut {
        try {
            session.patience().before(connection, statement);
            return statement.data() == null ? execute(statement, number) : load(statement, statement.data());
        } catch (SQLException e) {
            ExecutionFailure failure = Failures.statement(session, planned, statement, number, e);
            if (session.patience().mayTryAgain(statement, e)) {
                throw new LockedOut(failure, statement);
            }
            throw failure;
        }
    }

    private long execute(SqlStatement statement, int number) throws SQLException, ExecutionFailure {
        try (Statement jdbc = connection.createStatement()) {
            // braces in a script are the script's, not JDBC escapes
            jdbc.setEscapeProcessing(false);
            boolean rows = jdbc.execute(statement.text());
            long changed = drain(jdbc, rows);
            if (dialect instanceof LossWarnings judge) {
                judge(judge, jdbc, statement, number);
            }
            return changed;
        }
    }

    /** A warning that data were lost is a failure, unless somebody said that it is none. */
    private void judge(LossWarnings judge, Statement jdbc, SqlStatement statement, int number)
            throws SQLException, ExecutionFailure {
        if (session.lossWarnings() == Policy.ALLOW
                || Objects.requireNonNull(planned.script()).lossAllowed()) {
            return;
        }
        List<SQLWarning> losses = new ArrayList<>();
        for (SQLWarning each = jdbc.getWarnings(); each != null; each = each.getNextWarning()) {
            if (judge.tellsLoss(statement.text(), each)) {
                losses.add(each);
            }
        }
        if (losses.isEmpty()) {
            return;
        }
        ExecutionFailure failure = Failures.loss(session, planned, statement, number, losses);
        if (session.lossWarnings() == Policy.FAIL) {
            throw failure;
        }
        session.warn(planned, String.valueOf(failure.getMessage()));
    }

    private long load(SqlStatement statement, StatementData data) throws SQLException {
        if (!(dialect instanceof InlineData loader)) {
            throw DbOpsException.of(
                            ErrorCode.UNSUPPORTED,
                            "the dialect " + dialect.id() + " cannot load the data of a statement from a script")
                    .with("line", statement.line())
                    .hint("Write INSERT statements, or load the data in a Java migration.")
                    .build();
        }
        try (InputStream bytes = new WatchedData(data.open(), watch)) {
            long rows =
                    watch.run(() -> loader.cancel(connection), () -> loader.load(connection, statement.text(), bytes));
            data.finish();
            return rows;
        } catch (IOException e) {
            throw new SQLException("the data could not be sent: " + e.getMessage(), e);
        }
    }

    private static long drain(Statement jdbc, boolean first) throws SQLException {
        long changed = 0;
        boolean rows = first;
        while (true) {
            if (!rows) {
                long count = count(jdbc);
                if (count < 0) {
                    return changed;
                }
                changed += count;
            }
            rows = jdbc.getMoreResults();
        }
    }

    private static long count(Statement jdbc) throws SQLException {
        try {
            return jdbc.getLargeUpdateCount();
        } catch (UnsupportedOperationException e) {
            return jdbc.getUpdateCount();
        }
    }
}
