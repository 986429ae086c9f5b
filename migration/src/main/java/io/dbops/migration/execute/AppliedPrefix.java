package io.dbops.migration.execute;

import io.dbops.error.ErrorCode;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementData;
import io.dbops.migration.script.StatementUnit;
import io.dbops.spi.sql.Feature;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which units of a script an earlier run completed, proven by their digests. */
final class AppliedPrefix {

    private final ExecutionSession session;
    private final PlannedExecution planned;
    private final List<StatementUnit> units;

    AppliedPrefix(ExecutionSession session, PlannedExecution planned, ParsedScript parsed) {
        this.session = session;
        this.planned = planned;
        this.units = parsed.units();
    }

    /** How many units are not to be run again. What an earlier run left unclear is an error with exact choices. */
    int length() throws ExecutionFailure, SQLException {
        int length = 0;
        for (JournalEntry entry : session.journal().entries(session.connection(), planned.id(), planned.direction())) {
            boolean known = entry.unit() < units.size()
                    && units.get(entry.unit()).digest().equals(entry.digest());
            switch (entry.state()) {
                case DONE -> {
                    if (!known) {
                        throw changed(entry);
                    }
                    length = entry.unit() + 1;
                }
                case FAILED -> length = Math.max(length, entry.unit());
                case RUNNING -> {
                    if (!known || !rolledBack(units.get(entry.unit()))) {
                        throw inDoubt(entry);
                    }
                }
                case PARTIAL -> throw inDoubt(entry);
            }
        }
        return length;
    }

    /** Its completion would have been committed with it; there is none, so there is nothing of it. */
    private boolean rolledBack(StatementUnit unit) {
        boolean all = session.capabilities().has(Feature.TRANSACTIONAL_DDL);
        return unit.kind() == StatementUnit.Kind.TRANSACTIONAL || (all && unit.kind() == StatementUnit.Kind.OTHER);
    }

    private ExecutionFailure changed(JournalEntry entry) {
        return Failures.history(
                planned,
                ErrorCode.MIGRATION_HISTORY,
                entry.place() + ": unit " + (entry.unit() + 1) + " of " + planned.what()
                        + " was done before it failed, and now reads otherwise",
                "Put the statements that are done back as they were; what comes after them may be corrected.");
    }

    private ExecutionFailure inDoubt(JournalEntry entry) {
        String excerpt = entry.unit() < units.size() ? " (" + excerpt(units.get(entry.unit())) + ")" : "";
        return Failures.history(
                        planned,
                        ErrorCode.MIGRATION_IN_DOUBT,
                        entry.place() + ": unit " + (entry.unit() + 1) + " of " + planned.what() + excerpt
                                + " was running when its process died; the journal cannot tell whether it took effect",
                        "Look at the database; " + session.journal().settlement(entry) + ".")
                .with("session", entry.session().session());
    }

    /** The beginning of its first statement, for which the script is read again. */
    private String excerpt(StatementUnit unit) {
        try (ScriptSplitter splitter = session.split(planned)) {
            Optional<SqlStatement> statement = splitter.next();
            for (int i = 0; i < unit.first() && statement.isPresent(); i++) {
                StatementData data = statement.get().data();
                if (data != null) {
                    data.finish();
                }
                statement = splitter.next();
            }
            return statement.map(SqlStatement::excerpt).orElse("");
        }
    }
}
