package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationState;
import io.dbops.migration.history.ContentsDigest;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.SchemaHistory;
import io.dbops.migration.history.StatementJournal;
import io.dbops.migration.lock.BorrowedConnection;
import io.dbops.migration.plan.MigrationDecision;
import io.dbops.migration.plan.MigrationPlanner;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.EngineContext;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One call's view of its database: the connection, what it can do, where its history is. Used by one thread. */
final class Workplace implements AutoCloseable {

    private final BorrowedConnection borrowed;
    private final DatabaseDialect dialect;
    private final Capabilities capabilities;
    private final SchemaHistory history;
    private final StatementJournal journal;
    private final ScriptCache scripts;

    private Workplace(BorrowedConnection borrowed, EngineContext context, String table) throws SQLException {
        Connection connection = borrowed.get();
        this.borrowed = borrowed;
        this.dialect = context.dialectFor(DatabaseIdentity.of(connection));
        this.capabilities = dialect.probe(connection);
        this.history = SchemaHistory.of(dialect, connection, table);
        this.journal = new StatementJournal(dialect, history);
        this.scripts = new ScriptCache(dialect.lexicon(capabilities.identity()));
    }

    static Workplace open(EngineContext context, String table) throws SQLException {
        BorrowedConnection borrowed = BorrowedConnection.from(context.dataSource());
        try {
            return new Workplace(borrowed, context, table);
        } catch (SQLException | RuntimeException e) {
            borrowed.close();
            throw e;
        }
    }

    BorrowedConnection borrowed() {
        return borrowed;
    }

    Connection connection() {
        return borrowed.get();
    }

    DatabaseDialect dialect() {
        return dialect;
    }

    Capabilities capabilities() {
        return capabilities;
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
        return capabilities.identity().toString();
    }

    MigrationPlanner planner() {
        return new MigrationPlanner(scripts::checksum);
    }

    HistorySnapshot snapshot() throws SQLException {
        return history.exists(connection()) ? history.read(connection()) : HistorySnapshot.empty();
    }

    /** Whether the newest history row alone says that exactly these migrations are applied, in exactly this form. */
    boolean upToDate(List<ResolvedMigration> migrations) throws SQLException {
        if (!history.exists(connection())) {
            return false;
        }
        Optional<HistoryRow> head = history.head(connection());
        if (head.isEmpty()
                || head.get().state() != MigrationState.COMPLETED
                || head.get().completed() != migrations.size()) {
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

    @Override
    public void close() {
        borrowed.close();
    }
}
