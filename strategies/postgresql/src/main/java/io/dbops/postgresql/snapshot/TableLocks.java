package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** ACCESS SHARE locks: they let everybody read and write, and keep ALTER, DROP, TRUNCATE and rewrites out. */
final class TableLocks {

    private static final int NAMES_PER_STATEMENT = 100;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String OUT_OF_MEMORY = "53200";

    private static final String LOCKERS = """
            SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%s by session %s', l.relation::pg_catalog.regclass, l.pid), ', ')
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
            WHERE l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid() AND c.oid >= 16384
              AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())""";

    private TableLocks() {}

    /** Waits for each lock at most so long. LOCK takes no snapshot, so the one of the transaction will be younger than the locks. */
    static void take(Session session, List<String> tables, Duration wait) throws SQLException, InterruptedException {
        try {
            session.execute("SET LOCAL lock_timeout = " + Math.max(1, Math.min(Integer.MAX_VALUE, wait.toMillis())));
            lock(session, tables, "");
        } catch (SQLException e) {
            if (isTimeout(e)) {
                throw timedOut(session, wait, e);
            }
            throw explained(e, tables.size());
        }
    }

    /** Never waits: behind a DDL statement that itself waits for the leading session, waiting would be a deadlock. */
    static void takeAtOnce(Session session, List<String> tables) throws SQLException, InterruptedException {
        try {
            lock(session, tables, " NOWAIT");
        } catch (SQLException e) {
            throw explained(e, tables.size());
        }
    }

    private static void lock(Session session, List<String> tables, String suffix)
            throws SQLException, InterruptedException {
        for (int from = 0; from < tables.size(); from += NAMES_PER_STATEMENT) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while locking tables");
            }
            List<String> some = tables.subList(from, Math.min(tables.size(), from + NAMES_PER_STATEMENT));
            session.execute("LOCK TABLE ONLY " + String.join(", ONLY ", some) + " IN ACCESS SHARE MODE" + suffix);
        }
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
