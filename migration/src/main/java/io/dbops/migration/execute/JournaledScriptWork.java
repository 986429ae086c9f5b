package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.execute.PlannedExecution.Outcome;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.JournalEntry.State;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementUnit;
import io.dbops.spi.call.InterruptFlag;
import io.dbops.spi.sql.Feature;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A script whose units the journal covers one by one; resumes after the last one completed. */
final class JournaledScriptWork implements MigrationExecutor.Work {

    private final ExecutionSession session;
    private final PlannedExecution planned;
    private final ParsedScript parsed;
    private final Connection connection;
    private final StatementRunner runner;
    private int statements;
    private int number;
    private long rows;

    JournaledScriptWork(ExecutionSession session, PlannedExecution planned, ParsedScript parsed) {
        this.session = session;
        this.planned = planned;
        this.parsed = parsed;
        this.connection = session.connection();
        this.runner = new StatementRunner(connection, session.dialect(), session.watch());
    }

    @Override
    public Outcome run(Completion completion) throws ExecutionFailure, SQLException {
        int done = new AppliedPrefix(session, planned, parsed).length();
        try (ScriptSplitter splitter = session.split(planned)) {
            for (int unit = 0; unit < parsed.units().size(); unit++) {
                execute(unit, unit < done, splitter);
            }
        }
        connection.setAutoCommit(false);
        Completion.Written written = completion.write(statements, rows);
        session.journal().clear(connection, planned.id());
        connection.commit();
        connection.setAutoCommit(true);
        return completion.committed(written);
    }

    private void execute(int index, boolean done, ScriptSplitter splitter) throws ExecutionFailure, SQLException {
        StatementUnit unit = parsed.units().get(index);
        if (done && unit.kind() != StatementUnit.Kind.SESSION) {
            for (int i = 0; i < unit.statements(); i++) {
                skip(next(splitter));
            }
            return;
        }
        session.check(planned.place(unit.line()));
        if (unit.kind() == StatementUnit.Kind.SESSION) {
            statement(next(splitter));
            return;
        }
        String place = planned.place(unit.line());
        JournalEntry entry = new JournalEntry(
                planned.id(), planned.direction(), index, unit.digest(), State.RUNNING, place, session.identity());
        session.fence().run(connection, () -> session.journal().intend(connection, entry, session.now()));
        try {
            if (rollsBack(unit)) {
                connection.setAutoCommit(false);
                statement(next(splitter));
                session.fence().hold(connection);
                complete(entry);
                connection.commit();
                connection.setAutoCommit(true);
            } else {
                for (int i = 0; i < unit.statements(); i++) {
                    statement(next(splitter));
                }
                complete(entry);
            }
        } catch (ExecutionFailure e) {
            failed(entry, unit, e);
            throw e;
        }
    }

    /** Whether the unit and its completion are one transaction. */
    private boolean rollsBack(StatementUnit unit) {
        boolean all = session.capabilities().has(Feature.TRANSACTIONAL_DDL);
        return unit.kind() == StatementUnit.Kind.TRANSACTIONAL || (all && unit.kind() == StatementUnit.Kind.OTHER);
    }

    private SqlStatement next(ScriptSplitter splitter) throws ExecutionFailure {
        number++;
        Optional<SqlStatement> statement = splitter.next();
        if (statement.isEmpty() || !parsed.isStatement(number, statement.get())) {
            throw Failures.changed(planned);
        }
        return statement.get();
    }

    private void statement(SqlStatement statement) throws ExecutionFailure {
        try {
            rows += runner.run(statement);
            statements++;
        } catch (SQLException e) {
            throw Failures.statement(session, planned, statement, number, e);
        }
        checkData(statement);
    }

    private void skip(SqlStatement statement) throws ExecutionFailure {
        if (statement.data() != null) {
            statement.data().finish();
        }
        checkData(statement);
    }

    private void checkData(SqlStatement statement) throws ExecutionFailure {
        if (statement.data() != null && !parsed.isData(number, statement.data())) {
            throw Failures.changed(planned);
        }
    }

    private void complete(JournalEntry entry) throws SQLException {
        session.journal().mark(connection, entry, State.DONE, session.now());
    }

    /** A refusal is recorded as one; when the connection is lost nobody knows, and the intent stays. */
    private void failed(JournalEntry entry, StatementUnit unit, ExecutionFailure failure) {
        session.watch().close();
        boolean interrupted = InterruptFlag.setAside();
        try {
            if (failure.code() == ErrorCode.CONNECTION) {
                return;
            }
            Transactions.rollback(connection, failure);
            if (unit.kind() == StatementUnit.Kind.OWN_TRANSACTION) {
                rollbackOwn();
            }
            session.fence()
                    .run(connection, () -> session.journal().mark(connection, entry, State.FAILED, session.now()));
        } catch (SQLException | DbOpsException e) {
            failure.addSuppressed(e);
        } finally {
            InterruptFlag.putBack(interrupted, failure.code());
        }
    }

    private void rollbackOwn() throws SQLException {
        try (Statement rollback = connection.createStatement()) {
            rollback.execute("ROLLBACK");
        }
    }
}
