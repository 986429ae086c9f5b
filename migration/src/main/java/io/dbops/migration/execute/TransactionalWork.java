package io.dbops.migration.execute;

import io.dbops.migration.execute.PlannedExecution.Outcome;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The whole migration and what records it in one transaction: its own, or that of the run. */
final class TransactionalWork implements MigrationExecutor.Work {

    /** What is written last in the transaction. */
    @FunctionalInterface
    interface Ending<T> {
        T write(int statements, long rows) throws SQLException;
    }

    private final ExecutionSession session;
    private final PlannedExecution planned;
    private int statements;
    private long rows;

    TransactionalWork(ExecutionSession session, PlannedExecution planned) {
        this.session = session;
        this.planned = planned;
    }

    @Override
    public Outcome run(Completion completion) throws ExecutionFailure, SQLException {
        return completion.committed(run(completion::write));
    }

    /** Runs it, again and again while others' locks keep it out; returns what its end wrote, once that is committed. */
    <T> T run(Ending<T> ending) throws ExecutionFailure, SQLException {
        session.patience().begin();
        while (true) {
            try {
                return once(ending);
            } catch (LockedOut e) {
                Transactions.rollback(session.connection(), e.failure());
                session.patience().forget();
                e.pause(session, planned);
                statements = 0;
                rows = 0;
            }
        }
    }

    private <T> T once(Ending<T> ending) throws ExecutionFailure, LockedOut, SQLException {
        Connection connection = session.connection();
        if (!session.oneTransaction()) {
            connection.setAutoCommit(false);
        }
        if (planned.parsed() == null) {
            java(connection);
        } else {
            script(planned.parsed());
        }
        T written = ending.write(statements, rows);
        if (!session.oneTransaction()) {
            connection.commit();
            connection.setAutoCommit(true);
            session.patience().committed();
        }
        return written;
    }

    private void script(ParsedScript parsed) throws ExecutionFailure, LockedOut {
        StatementRunner runner = new StatementRunner(session, planned);
        try (ScriptSplitter splitter = session.split(planned)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                statements++;
                if (!parsed.isStatement(statements, statement)) {
                    throw Failures.changed(planned);
                }
                session.check(planned.place(statement.line()));
                rows += runner.run(statement, statements);
                if (statement.data() != null && !parsed.isData(statements, statement.data())) {
                    throw Failures.changed(planned);
                }
            }
        }
    }

    private void java(Connection connection) throws ExecutionFailure, SQLException {
        session.patience().leave(connection);
        JavaRun.run(session, planned, connection);
    }
}
