package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.history.ContentsDigest;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.SchemaHistory;
import io.dbops.migration.history.StatementJournal;
import io.dbops.migration.lock.BorrowedConnection;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.plan.MigrationPlanner;
import io.dbops.migration.plan.UndoDecision;
import io.dbops.migration.plan.UndoPlanner;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.EngineContext;
import io.dbops.spi.SqlFailures;
import io.dbops.spi.call.CallWatch;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.PooledSessions;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.Support;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call's view of its database: the connection, what it can do, where its history is. Used by one thread. */
final class Workplace implements AutoCloseable {

    /** A table that is missing, and there when one looks, so often in turn is one that lacks a column. */
    private static final int MOST_ATTEMPTS = 10;

    private final BorrowedConnection borrowed;
    private final DatabaseDialect dialect;
    private final DatabaseIdentity database;
    private final SchemaHistory history;
    private final StatementJournal journal;
    private final ScriptCache scripts;

    private final CallWatch watch;
    private @Nullable SessionIdentity identity;
    private @Nullable Capabilities capabilities;

    private Workplace(
            BorrowedConnection borrowed,
            DatabaseDialect dialect,
            DatabaseIdentity database,
            String table,
            CallWatch watch)
            throws SQLException {
        Connection connection = borrowed.get();
        this.borrowed = borrowed;
        this.dialect = dialect;
        this.database = database;
        this.watch = watch;
        this.history = SchemaHistory.of(dialect, connection, table);
        this.journal = new StatementJournal(dialect, history);
        this.scripts = new ScriptCache(lexicon());
    }

    /**
     * Connects and looks around.
     *
     * @param watch ends every statement of this place when the call is to end
     * @param what the call, for errors
     */
    static Workplace open(EngineContext context, String table, CallWatch watch, String what) {
        BorrowedConnection borrowed;
        try {
            borrowed = BorrowedConnection.from(watch.over(context.dataSource()));
        } catch (SQLException e) {
            throw failure(what, watch, null, e);
        }
        DatabaseDialect dialect = null;
        try {
            DatabaseIdentity database = DatabaseIdentity.of(borrowed.get());
            dialect = context.dialectFor(database);
            return new Workplace(borrowed, dialect, database, table, watch);
        } catch (SQLException e) {
            borrowed.close();
            throw failure(what, watch, dialect, e);
        } catch (RuntimeException e) {
            borrowed.close();
            throw e;
        }
    }

    /** The error for a call that the database refused, or that its watch ended. */
    static DbOpsException failure(
            String what, CallWatch watch, @Nullable DatabaseDialect dialect, SQLException failure) {
        return watch.ended(what, SqlFailures.cleaned(dialect, failure))
                .orElseGet(() -> SqlFailures.of(what, dialect, failure));
    }

    CallWatch watch() {
        return watch;
    }

    BorrowedConnection borrowed() {
        return borrowed;
    }

    Connection connection() {
        return borrowed.get();
    }

    /** The session that executes here. */
    SessionIdentity identity() throws SQLException {
        if (identity == null) {
            identity = dialect.sessions().identify(connection());
        }
        return identity;
    }

    /** What is known of the pooler before the database; {@code null} where there is none. */
    @Nullable
    PooledSessions pooled() throws SQLException {
        return dialect.sessions() instanceof PooledSessions pooled && pooled.isPooled(identity()) ? pooled : null;
    }

    DatabaseDialect dialect() {
        return dialect;
    }

    /** Asked for once, when it is first needed: where there is nothing to do nobody needs it. */
    Capabilities capabilities() throws SQLException {
        if (capabilities == null) {
            capabilities = dialect.probe(connection());
        }
        return capabilities;
    }

    /** How this database reads statements. */
    SqlLexicon lexicon() {
        return dialect.lexicon(database);
    }

    SchemaHistory history() {
        return history;
    }

    StatementJournal journal() {
        return journal;
    }

    ScriptCache scripts() {
        return scripts;
    }

    String database() {
        return database.toString();
    }

    /** The lock that a run takes here, and why it is that one. */
    String lock() throws SQLException {
        Support support = capabilities().support(Feature.SESSION_LOCK);
        return (support.available() ? "the server's: " : "a lease row, since there is no other: ") + support.reason();
    }

    MigrationPlanner planner() {
        return new MigrationPlanner(scripts::checksum);
    }

    HistorySnapshot snapshot() throws SQLException {
        return ofHistory(() -> history.read(connection()), HistorySnapshot.empty());
    }

    private interface Read<T> {
        T read() throws SQLException;
    }

    /**
     * A clean by another instance may drop the table between two statements, and a migrate make it again; and a table of that name may be
     * somebody else's.
     */
    private <T> T ofHistory(Read<T> read, T none) throws SQLException {
        if (dialect.historySql().logsMissingTables() && !history.exists(connection())) {
            return none;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return read.read();
            } catch (SQLException e) {
                SqlFailure kind = dialect.classify(e);
                if (watch.reason().isPresent() || (kind != SqlFailure.NOT_FOUND && kind != SqlFailure.OTHER)) {
                    throw e;
                }
                if (!history.exists(connection())) {
                    return none;
                }
                if (kind == SqlFailure.OTHER || attempt == MOST_ATTEMPTS) {
                    throw foreign(e);
                }
            }
        }
    }

    private DbOpsException foreign(SQLException said) {
        return DbOpsException.of(
                        ErrorCode.MIGRATION_HISTORY,
                        "table " + history.table() + " in " + history.schema()
                                + " cannot be read as a history of DbOps: " + SqlFailures.words(dialect, said))
                .hint("If the table is somebody else's, name another one with historyTable(...).")
                .cause(SqlFailures.cleaned(dialect, said))
                .build();
    }

    /** The newest history row. */
    Optional<HistoryRow> head() throws SQLException {
        return ofHistory(() -> history.head(connection()), Optional.empty());
    }

    /** Whether the newest history row alone says that exactly these migrations are applied, in exactly this form. */
    boolean upToDate(Optional<HistoryRow> head, List<ResolvedMigration> migrations) {
        if (head.isEmpty() || !head.get().isLink() || head.get().completed() != migrations.size()) {
            return false;
        }
        ContentsDigest contents = ContentsDigest.empty();
        migrations.forEach(each -> contents.add(each.id(), each.sourceDigest()));
        return contents.toString().equals(head.get().contents());
    }

    /** What to do, or an error that names every reason why nothing may be done. */
    MigrationDecision decide(List<ResolvedMigration> migrations, HistorySnapshot snapshot, MigrateOptions options) {
        MigrationDecision decision = planner().plan(migrations, snapshot, options);
        if (!decision.faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_HISTORY,
                            "the history in " + history.table() + " and the migrations do not fit together: "
                                    + String.join("; ", decision.faults()))
                    .hint("Put the applied migrations back as they were, and make changes in new ones.")
                    .build();
        }
        decision.pending().forEach(scripts::execution);
        return decision;
    }

    /** What a migrate runs after that decision. */
    MigrationRun.Work<MigrationDecision> work(MigrationDecision decision) {
        return new MigrationRun.Work<>(
                decision, decision.pending().stream().map(scripts::execution).toList(), decision.warnings());
    }

    /** What to take back, or an error that names every reason why nothing may be. */
    UndoDecision decide(List<ResolvedMigration> migrations, HistorySnapshot snapshot, UndoOptions options)
            throws SQLException {
        UndoPlanner undo = new UndoPlanner(planner(), each -> scripts.undo(each).isPresent());
        UndoDecision decision = undo.plan(migrations, snapshot, options);
        List<String> faults = new ArrayList<>(decision.faults());
        if (journal.exists(connection())) {
            journal.begun(connection())
                    .forEach(id -> faults.add("migration " + id + " was begun and is not completed: migrate first"));
        }
        if (!faults.isEmpty()) {
            throw DbOpsException.of(ErrorCode.UNDO_REFUSED, "nothing was undone: " + String.join("; ", faults))
                    .hint("Undo what depends on it too, or write a new migration that changes the schema forward.")
                    .build();
        }
        return decision;
    }

    /** What an undo runs after that decision. */
    MigrationRun.Work<UndoDecision> work(UndoDecision decision) {
        return new MigrationRun.Work<>(
                decision,
                decision.undone().stream()
                        .map(each -> scripts.undo(each).orElseThrow())
                        .toList(),
                decision.warnings());
    }

    @Override
    public void close() {
        borrowed.close();
    }
}
