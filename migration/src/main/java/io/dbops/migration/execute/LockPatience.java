package io.dbops.migration.execute;

import io.dbops.error.ErrorCode;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.statement.StatementReader;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.spi.Sleeper;
import io.dbops.spi.call.Deadline;
import io.dbops.spi.sql.LockWaits;
import io.dbops.spi.sql.PooledSessions;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a statement that changes definitions from waiting long for a lock: whoever comes after it would wait behind it. It waits
 * for a moment, gives way, and tries again. Other statements wait as the session does. Used by the run's thread.
 */
public final class LockPatience {

    private static final Duration ONE_WAIT = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Set<String> DDL = Set.of(
            "CREATE",
            "ALTER",
            "DROP",
            "TRUNCATE",
            "RENAME",
            "COMMENT",
            "GRANT",
            "REVOKE",
            "REINDEX",
            "CLUSTER",
            "REFRESH");

    private final @Nullable LockWaits waits;
    private final DatabaseDialect dialect;
    private final SqlLexicon lexicon;
    private final @Nullable PooledSessions pooled;
    private final Duration longest;
    private final Deadline deadline;
    private final Clock clock;
    private final Sleeper sleeper;
    private final OperationListener listener;
    private @Nullable Optional<String> unbound;
    private boolean bounded;
    private boolean theirs;
    private @Nullable Instant since;
    private int tries;

    /**
     * @param pooled what is known of the pooler that hands the session on; {@code null} where there is none
     * @param longest all tries of a statement together; zero for as long as the session waits, and no second try
     */
    public LockPatience(
            DatabaseDialect dialect,
            SqlLexicon lexicon,
            @Nullable PooledSessions pooled,
            Duration longest,
            Deadline deadline,
            Clock clock,
            Sleeper sleeper,
            OperationListener listener) {
        this.waits = dialect instanceof LockWaits facet && !longest.isZero() ? facet : null;
        this.dialect = dialect;
        this.lexicon = lexicon;
        this.pooled = pooled;
        this.longest = longest;
        this.deadline = deadline;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener;
    }

    /** Before that statement runs: bounds its wait if it changes definitions, and no other's. */
    void before(Connection connection, SqlStatement statement) throws SQLException {
        if (waits == null || theirs || isNobodys(connection)) {
            return;
        }
        if (setsWaits(statement)) {
            theirs = true;
            return;
        }
        boolean wanted = isDdl(statement);
        if (wanted != bounded) {
            if (unbound == null) {
                unbound = waits.present(connection);
            }
            if (unbound.isPresent()) {
                set(connection, wanted ? waits.bound(min(ONE_WAIT, longest)) : unbound.get());
                bounded = wanted;
            }
        }
    }

    /** Before what waits as the session does. */
    void leave(Connection connection) throws SQLException {
        if (bounded && unbound != null && unbound.isPresent()) {
            set(connection, unbound.get());
        }
        bounded = false;
    }

    /** The session has its settings back. */
    void forget() {
        bounded = false;
        theirs = false;
    }

    /** A rollback may have undone what was set here. */
    void rolledBack() {
        bounded = false;
    }

    /** Behind a pooler the end of a transaction ends what was set for it. */
    void committed() {
        if (pooled != null) {
            bounded = false;
        }
    }

    /** Behind a pooler, and in no transaction, whatever is set would be set for others. */
    private boolean isNobodys(Connection connection) throws SQLException {
        return pooled != null && connection.getAutoCommit();
    }

    private void set(Connection connection, String setting) throws SQLException {
        execute(connection, pooled == null ? setting : pooled.forTransaction(setting));
    }

    /** Begins to count anew, before what is tried as a whole: a migration of one transaction, or one statement. */
    void begin() {
        since = null;
        tries = 0;
    }

    /** Whether the statement was refused because of others' locks, and may be tried again. */
    boolean mayTryAgain(SqlStatement statement, SQLException refused) {
        SqlFailure kind = dialect.classify(refused);
        return !longest.isZero()
                && isDdl(statement)
                && (kind == SqlFailure.LOCK_TIMEOUT || kind == SqlFailure.SERIALIZATION);
    }

    /**
     * Waits a little before the next try; outside a transaction.
     *
     * @param place of the statement
     * @throws ExecutionFailure when that was tried for long enough; names who holds the locks
     */
    void pause(Connection connection, SqlStatement statement, String place, ExecutionFailure refused)
            throws ExecutionFailure, SQLException {
        Instant now = clock.instant();
        since = since == null ? now : since;
        tries++;
        List<String> holders = holders(connection, statement);
        String held = holders.isEmpty() ? "" : "; locks are held by " + String.join(", ", holders);
        if (Duration.between(since, now).plus(ONE_WAIT).compareTo(longest) >= 0) {
            throw new ExecutionFailure(
                    ErrorCode.LOCK_TIMEOUT,
                    refused.getMessage() + " after " + tries(tries) + " within " + longest + held,
                    "Let the other sessions end their transactions, or give ddlLockWait more time; then call again.",
                    refused.getCause());
        }
        listener.onEvent(new OperationEvent(
                OperationEvent.Operation.MIGRATE,
                OperationEvent.Kind.WAITING,
                "",
                place + ": " + statement.excerpt() + " waits for locks, " + tries(tries) + held,
                OperationEvent.Progress.NONE));
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
        deadline.sleep(sleeper, min(pause, LONGEST_PAUSE), place);
        deadline.check(place);
    }

    private static String tries(int number) {
        return number == 1 ? "1 try" : number + " tries";
    }

    private List<String> holders(Connection connection, SqlStatement statement) throws SQLException {
        return dialect instanceof LockWaits facet
                ? facet.holders(
                        connection, List.copyOf(CatalogueObjects.of(StatementReader.read(statement.text(), lexicon))))
                : List.of();
    }

    private static boolean isDdl(SqlStatement statement) {
        return !statement.leadingWords().isEmpty()
                && DDL.contains(statement.leadingWords().get(0));
    }

    private static boolean setsWaits(SqlStatement statement) {
        List<String> words = statement.leadingWords();
        return !words.isEmpty()
                && words.get(0).equals("SET")
                && words.stream().anyMatch(word -> word.contains("LOCK_TIMEOUT") || word.contains("LOCK_WAIT_TIMEOUT"));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
