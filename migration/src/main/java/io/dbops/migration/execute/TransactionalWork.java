package io.dbops.migration.execute;

import io.dbops.migration.execute.PlannedExecution.Outcome;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The whole migration and its history row in one transaction. */
final class TransactionalWork implements MigrationExecutor.Work {

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
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        if (planned.parsed() == null) {
            java(connection);
        } else {
            script(connection, planned.parsed());
        }
        Completion.Written written = completion.write(statements, rows);
        connection.commit();
        connection.setAutoCommit(true);
        return completion.committed(written);
    }

    private void script(Connection connection, ParsedScript parsed) throws ExecutionFailure {
        StatementRunner runner = new StatementRunner(connection, session.dialect(), session.watch());
        try (ScriptSplitter splitter = session.split(planned)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                statements++;
                if (!parsed.isStatement(statements, statement)) {
                    throw Failures.changed(planned);
                }
                session.check(planned.place(statement.line()));
                try {
                    rows += runner.run(statement);
                } catch (SQLException e) {
                    throw Failures.statement(session, planned, statement, statements, e);
                }
                if (statement.data() != null && !parsed.isData(statements, statement.data())) {
                    throw Failures.changed(planned);
                }
            }
        }
    }

    private void java(Connection connection) throws ExecutionFailure {
        JavaRun.run(session, planned, connection);
    }
}
