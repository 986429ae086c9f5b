package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Quoting;
import io.dbops.mysql.server.SessionSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Metadata locks that MariaDB's readers take on all tables with keys before the first row. It keeps such a lock until the
 * transaction ends, whatever is rolled back; so a reader that came to a table later than another would stand behind the ALTER that
 * waits for the other, and wait in vain.
 */
final class KeyedTableLocks {

    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private KeyedTableLocks() {}

    /** Waits for all locks together at most so long: whoever waits for one that is taken already has others behind him. */
    static void take(List<BorrowedConnection> readers, List<Table> tables, HeldTables held, Duration wait)
            throws SQLException {
        long seconds = Math.max(1, wait.toSeconds());
        long start = System.nanoTime();
        long left = seconds;
        for (BorrowedConnection reader : readers) {
            SessionSettings.set(reader.connection(), "lock_wait_timeout", Long.toString(left));
            for (Table table : tables) {
                if (!table.key().isEmpty()) {
                    lock(reader, table.name(), wait);
                    held.take(table.name());
                }
                long now = Math.max(
                        0, seconds - Duration.ofNanos(System.nanoTime() - start).toSeconds());
                if (now < left) {
                    left = now;
                    SessionSettings.set(reader.connection(), "lock_wait_timeout", Long.toString(left));
                }
            }
            SessionSettings.set(reader.connection(), "lock_wait_timeout", Long.toString(seconds));
        }
    }

    private static void lock(BorrowedConnection reader, String table, Duration wait) throws SQLException {
        try {
            reader.execute("SELECT 1 FROM " + Quoting.identifier(table) + " LIMIT 0");
        } catch (SQLException e) {
            if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
                throw DbOpsException.of(ErrorCode.LOCK_TIMEOUT, "no metadata locks on all tables within " + wait)
                        .with("table", table)
                        .hint("Take the backup when no migration runs, or allow a longer wait.")
                        .cause(e)
                        .build();
            }
            throw e;
        }
    }
}
