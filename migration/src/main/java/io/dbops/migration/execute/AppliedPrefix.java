package io.dbops.migration.execute;

import io.dbops.error.ErrorCode;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.script.StatementData;
import io.dbops.migration.script.StatementUnit;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an earlier run has left of a script: which units it completed, proven by their digests, and the one that it was at. */
final class AppliedPrefix {

    private final ExecutionSession session;
    private final PlannedExecution planned;
    private final List<StatementUnit> units;
    private int length;
    private @Nullable JournalEntry tried;

    private AppliedPrefix(ExecutionSession session, PlannedExecution planned, ParsedScript parsed) {
        this.session = session;
        this.planned = planned;
        this.units = parsed.units();
    }

    /** Reads the journal. What cannot be told even with the statement at hand is an error with exact choices. */
    static AppliedPrefix read(ExecutionSession session, PlannedExecution planned, ParsedScript parsed)
            throws ExecutionFailure, SQLException {
        AppliedPrefix prefix = new AppliedPrefix(session, planned, parsed);
        for (JournalEntry entry : session.entries(planned)) {
            prefix.take(entry);
        }
        return prefix;
    }

    /** How many units are not to be run again. */
    int length() {
        return length;
    }

    /** The entry of that unit, which was begun and is not known to be completed; {@code null} when it was not begun. */
    @Nullable
    JournalEntry tried(int unit) {
        return tried != null && tried.unit() == unit ? tried : null;
    }

    private void take(JournalEntry entry) throws ExecutionFailure {
        boolean known =
                entry.unit() < units.size() && units.get(entry.unit()).digest().equals(entry.digest());
        switch (entry.state()) {
            case DONE -> {
                if (!known) {
                    throw changed(entry);
                }
                length = entry.unit() + 1;
            }
            case FAILED -> {
                length = Math.max(length, entry.unit());
                tried = entry;
            }
            case RUNNING -> {
                if (!known) {
                    throw inDoubt(entry);
                }
                length = Math.max(length, entry.unit());
                tried = entry;
            }
            case PARTIAL -> throw inDoubt(entry);
        }
    }

    private ExecutionFailure changed(JournalEntry entry) {
        return Failures.history(
                planned,
                ErrorCode.MIGRATION_HISTORY,
                entry.place() + ": unit " + (entry.unit() + 1) + " of " + planned.what()
                        + " was done before it failed, and now reads otherwise",
                "Put the statements that are done back as they were; what comes after them may be corrected.");
    }

    /** Nobody but a person can say if the unit of that entry took effect. */
    ExecutionFailure inDoubt(JournalEntry entry) {
        String excerpt = entry.unit() < units.size() ? " (" + excerpt(units.get(entry.unit())) + ")" : "";
        return Failures.history(
                        planned,
                        ErrorCode.MIGRATION_IN_DOUBT,
                        entry.place() + ": unit " + (entry.unit() + 1) + " of " + planned.what() + excerpt
                                + " was running when its process died; neither the journal nor the catalogue tells whether it took"
                                + " effect",
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
