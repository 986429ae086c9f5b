package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.spi.call.InterruptFlag;
import java.sql.SQLException;
import java.util.Optional;

/** One callback: in a transaction where it can be, else statement by statement, and recorded nowhere. Used once. */
final class CallbackWork {

    private final ExecutionSession session;
    private final PlannedExecution planned;

    CallbackWork(ExecutionSession session, PlannedExecution planned) {
        this.session = session;
        this.planned = planned;
    }

    /** Runs it, or undoes what can be undone of it and says what failed. */
    void run() throws ExecutionFailure {
        try {
            ParsedScript parsed = planned.parsed();
            if (parsed == null || planned.oneTransaction(session.capabilities())) {
                new TransactionalWork(session, planned).run((statements, rows) -> {
                    session.fence().hold(session.connection());
                    return statements;
                });
            } else {
                oneByOne(parsed);
            }
        } catch (ExecutionFailure e) {
            throw undone(e);
        } catch (SQLException e) {
            throw undone(Failures.bookkeeping(session, planned, "ending it", e));
        } catch (DbOpsException e) {
            throw undone(Failures.refused(planned, e));
        }
    }

    private void oneByOne(ParsedScript parsed) throws ExecutionFailure, SQLException {
        StatementRunner runner = new StatementRunner(session, planned);
        try (ScriptSplitter splitter = session.split(planned)) {
            int number = 0;
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                number++;
                if (!parsed.isStatement(number, statement)) {
                    throw Failures.changed(planned);
                }
                session.check(planned.place(statement.line()));
                patiently(runner, statement, number);
            }
        }
    }

    private void patiently(StatementRunner runner, SqlStatement statement, int number)
            throws ExecutionFailure, SQLException {
        session.patience().begin();
        while (true) {
            try {
                runner.run(statement, number);
                return;
            } catch (LockedOut e) {
                if (statement.data() != null) {
                    throw e.failure();
                }
                e.pause(session, planned);
            }
        }
    }

    private ExecutionFailure undone(ExecutionFailure failure) {
        session.watch().close();
        boolean interrupted = InterruptFlag.setAside();
        try {
            Transactions.rollback(session.connection(), failure);
        } finally {
            InterruptFlag.putBack(interrupted, failure.code());
        }
        return failure;
    }
}
