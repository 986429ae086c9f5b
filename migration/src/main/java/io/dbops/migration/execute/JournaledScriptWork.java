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
    private final CatalogueEvidence evidence;
    private int statements;
    private int number;
    private long rows;

    JournaledScriptWork(ExecutionSession session, PlannedExecution planned, ParsedScript parsed) {
        this.session = session;
        this.planned = planned;
        this.parsed = parsed;
        this.connection = session.connection();
        this.runner = new StatementRunner(session, planned);
        this.evidence = new CatalogueEvidence(session);
    }

    @Override
    public Outcome run(Completion completion) throws ExecutionFailure, SQLException {
        AppliedPrefix before = AppliedPrefix.read(session, planned, parsed);
        try (ScriptSplitter splitter = session.split(planned)) {
            for (int unit = 0; unit < parsed.units().size(); unit++) {
                execute(unit, before, splitter);
            }
        }
        connection.setAutoCommit(false);
        Completion.Written written = completion.write(statements, rows);
        session.journal().clear(connection, planned.id());
        connection.commit();
        connection.setAutoCommit(true);
        return completion.committed(written);
    }

    private void execute(int index, AppliedPrefix before, ScriptSplitter splitter)
            throws ExecutionFailure, SQLException {
        StatementUnit unit = parsed.units().get(index);
        if (index < before.length() && unit.kind() != StatementUnit.Kind.SESSION) {
            for (int i = 0; i < unit.statements(); i++) {
                skip(next(splitter));
            }
            return;
        }
        session.check(planned.place(unit.line()));
        SqlStatement first = next(splitter);
        if (unit.kind() == StatementUnit.Kind.SESSION) {
            statement(first);
            return;
        }
        JournalEntry tried = before.tried(index);
        if (tried != null && isDone(unit, tried, first, before)) {
            complete(tried);
            skip(first);
            return;
        }
        boolean alone = unit.statements() == 1;
        String place = planned.place(unit.line());
        String seen = alone && !rollsBack(unit) ? evidence.before(first) : "";
        JournalEntry entry = new JournalEntry(
                planned.id(),
                planned.direction(),
                index,
                unit.digest(),
                State.RUNNING,
                place,
                session.identity(),
                seen);
        session.fence().run(connection, () -> session.journal().intend(connection, entry, session.now()));
        try {
            if (alone) {
                patiently(entry, unit, first);
            } else {
                ownTransaction(entry, unit, first, splitter);
            }
        } catch (ExecutionFailure e) {
            failed(entry, unit, e);
            throw e;
        }
    }

    /** Again and again, as long as others' locks keep it out and that was not tried for long enough. */
    private void patiently(JournalEntry entry, StatementUnit unit, SqlStatement only)
            throws ExecutionFailure, SQLException {
        session.patience().begin();
        while (true) {
            try {
                if (rollsBack(unit)) {
                    connection.setAutoCommit(false);
                    tried(only);
                    session.fence().hold(connection);
                    complete(entry);
                    connection.commit();
                    connection.setAutoCommit(true);
                    session.patience().committed();
                } else {
                    tried(only);
                    complete(entry);
                }
                return;
            } catch (LockedOut e) {
                Transactions.rollback(connection, e.failure());
                session.patience().rolledBack();
                e.pause(session, planned);
                evidence.removeLeftover(entry, only);
            }
        }
    }

    /** The script's own transaction; that it is completed is committed with it. */
    private void ownTransaction(JournalEntry entry, StatementUnit unit, SqlStatement first, ScriptSplitter splitter)
            throws ExecutionFailure, SQLException {
        boolean writes = !first.leadingWords().contains("ONLY");
        boolean completed = false;
        statement(first);
        for (int i = 1; i < unit.statements(); i++) {
            SqlStatement next = next(splitter);
            if (i == unit.statements() - 1 && writes && StatementUnit.commits(next.leadingWords())) {
                session.fence().hold(connection);
                complete(entry);
                completed = true;
            }
            statement(next);
        }
        if (!completed) {
            complete(entry);
        }
    }

    /** Whether the unit that an earlier run was at has taken effect; what that run left half made is removed. */
    private boolean isDone(StatementUnit unit, JournalEntry tried, SqlStatement first, AppliedPrefix before)
            throws ExecutionFailure, SQLException {
        if (tried.state() == State.RUNNING && !rollsBack(unit)) {
            CatalogueEvidence.Verdict verdict =
                    unit.statements() == 1 ? evidence.verdict(tried, first) : ownTransactionVerdict(unit);
            if (unit.statements() == 1 && verdict != CatalogueEvidence.Verdict.UNKNOWN) {
                tell(tried, evidence.removeCopies(tried, first));
            }
            switch (verdict) {
                case UNKNOWN -> throw before.inDoubt(tried);
                case DONE -> {
                    session.warn(
                            planned,
                            tried.place() + ": the process that ran " + first.excerpt()
                                    + " died; the catalogue shows that it took effect");
                    return true;
                }
                case RUN_AGAIN -> {}
            }
        }
        if (unit.statements() == 1) {
            tell(tried, evidence.removeLeftover(tried, first));
        }
        return false;
    }

    private void tell(JournalEntry tried, Optional<String> removed) {
        removed.ifPresent(what ->
                session.warn(planned, tried.place() + ": removed what an earlier try of it left half made: " + what));
    }

    /** A transaction of which the journal does not say that it was committed was not, if a rollback undoes all of it. */
    private CatalogueEvidence.Verdict ownTransactionVerdict(StatementUnit unit) {
        return unit.kind() == StatementUnit.Kind.OWN_TRANSACTION || transactionalDdl()
                ? CatalogueEvidence.Verdict.RUN_AGAIN
                : CatalogueEvidence.Verdict.UNKNOWN;
    }

    /** Whether the unit and its completion are one transaction. */
    private boolean rollsBack(StatementUnit unit) {
        return unit.kind() == StatementUnit.Kind.TRANSACTIONAL
                || (transactionalDdl() && unit.kind() == StatementUnit.Kind.OTHER);
    }

    private boolean transactionalDdl() {
        return session.capabilities().has(Feature.TRANSACTIONAL_DDL);
    }

    private SqlStatement next(ScriptSplitter splitter) throws ExecutionFailure {
        number++;
        Optional<SqlStatement> statement = splitter.next();
        if (statement.isEmpty() || !parsed.isStatement(number, statement.get())) {
            throw Failures.changed(planned);
        }
        return statement.get();
    }

    private void tried(SqlStatement statement) throws ExecutionFailure, LockedOut {
        rows += runner.run(statement, number);
        statements++;
        checkData(statement);
    }

    /** What is not tried again. */
    private void statement(SqlStatement statement) throws ExecutionFailure {
        try {
            tried(statement);
        } catch (LockedOut e) {
            throw e.failure();
        }
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
            if (unit.isOwnTransaction()) {
                rollbackOwn();
            }
            boolean stays = failure.tookEffect() && unit.statements() == 1 && !rollsBack(unit);
            if (stays) {
                failure.with("taken back", "no: nothing takes it back, and the next run goes on behind it");
            }
            State state = stays ? State.DONE : State.FAILED;
            session.fence().run(connection, () -> session.journal().mark(connection, entry, state, session.now()));
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
