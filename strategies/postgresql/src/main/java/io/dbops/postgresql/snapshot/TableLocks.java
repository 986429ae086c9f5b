package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** ACCESS SHARE locks: they let everybody read and write, and keep ALTER, DROP, TRUNCATE and rewrites out. */
final class TableLocks {

    private static final int NAMES_PER_STATEMENT = 100;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";
    private static final String OUT_OF_MEMORY = "53200";

    private static final String LOCKERS = """
            SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%s by session %s', l.relation::pg_catalog.regclass, l.pid), ', ')
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
            WHERE l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid() AND c.oid >= 16384
              AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())""";

    private TableLocks() {}

    /**
     * Waits for all locks together at most so long: DDL on a table that is locked already waits as well, and others behind it.
     * LOCK takes no snapshot, so the one of the transaction will be younger than the locks.
     */
    static void take(Session session, List<String> tables, Duration wait) throws SQLException, InterruptedException {
        try {
            long start = System.nanoTime();
            for (List<String> some : batches(tables)) {
                session.execute("SET LOCAL statement_timeout = " + millis(wait.minusNanos(System.nanoTime() - start)));
                lock(session, some, "");
            }
            session.execute("SET LOCAL lock_timeout = " + millis(wait) + "; SET LOCAL statement_timeout = 0");
        } catch (SQLException e) {
            if (isTimeout(e) || QUERY_CANCELED.equals(e.getSQLState())) {
                throw timedOut(session, wait, e);
            }
            throw explained(e, tables.size());
        }
    }

    /** Never waits: behind a DDL statement that itself waits for the leading session, waiting would be a deadlock. */
    static void takeAtOnce(Session session, List<String> tables) throws SQLException, InterruptedException {
        try {
            for (List<String> some : batches(tables)) {
                lock(session, some, " NOWAIT");
            }
        } catch (SQLException e) {
            throw explained(e, tables.size());
        }
    }

    private static long millis(Duration wait) {
        return Math.max(1, Math.min(Integer.MAX_VALUE, wait.toMillis()));
    }

    private static List<List<String>> batches(List<String> tables) {
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < tables.size(); from += NAMES_PER_STATEMENT) {
            batches.add(tables.subList(from, Math.min(tables.size(), from + NAMES_PER_STATEMENT)));
        }
        return batches;
    }

    private static void lock(Session session, List<String> some, String suffix)
            throws SQLException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while locking tables");
        }
        session.execute("LOCK TABLE ONLY " + String.join(", ONLY ", some) + " IN ACCESS SHARE MODE" + suffix);
    }

    static boolean isTimeout(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    /** Ends the session's transaction. */
    static DbOpsException timedOut(Session session, Duration wait, SQLException failure) {
        DbOpsException.Builder error = DbOpsException.of(
                        ErrorCode.LOCK_TIMEOUT, "No ACCESS SHARE lock on every table within " + wait + ".")
                .hint("Wait for the DDL that is running, or allow a longer wait.")
                .cause(failure);
        try {
            session.rollback();
            try (Statement statement = session.connection().createStatement();
                    ResultSet row = statement.executeQuery(LOCKERS)) {
                row.next();
                if (row.getString(1) != null) {
                    error.with("held or wanted exclusively", row.getString(1));
                }
            }
            session.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return error.build();
    }

    private static SQLException explained(SQLException failure, int tables) {
        if (OUT_OF_MEMORY.equals(failure.getSQLState())) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED, "The server has no room for locks on " + tables + " tables.")
                    .hint("Raise max_locks_per_transaction, or use fewer readers.")
                    .cause(failure)
                    .build();
        }
        return failure;
    }
}
