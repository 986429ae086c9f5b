package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.SessionSettings;
import io.dbops.spi.Sleeper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Begins the readers' transactions at one moment: under a global read lock that is held for as long as that takes, or, with
 * one reader, without any lock.
 */
final class ConsistentStart {

    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * Everybody waits for whoever waits for the global lock, and on MySQL the readers of a table that an old statement uses even
     * when that waiter has given up. So it waits less than for other locks, and no statement may be older than that.
     */
    private static final Duration GLOBAL_LOCK_WAIT = Duration.ofSeconds(2);

    private static final int LOCK_WAIT_TIMEOUT = 1205;

    /** InnoDB's HA_ERR_UNSUPPORTED, which it gives as the code of its warning. */
    private static final int SNAPSHOT_IGNORED = 138;

    private final Sleeper sleeper;
    private final Duration lockWait;

    ConsistentStart(Sleeper sleeper, Duration lockWait) {
        this.sleeper = sleeper;
        this.lockWait = lockWait;
    }

    /**
     * Takes the global read lock, in bounded time. It waits for running statements and everybody else waits for it, and
     * giving up does not set those free at once: so it is not even asked for while an old statement runs.
     *
     * @return whether it was taken
     */
    boolean lockAll(BorrowedConnection leader) throws SQLException, InterruptedException {
        long polls = Math.max(1, lockWait.toMillis() / POLL.toMillis());
        while (oldStatementRuns(leader)) {
            if (polls-- == 0) {
                return false;
            }
            sleeper.sleep(POLL);
        }
        try (Statement flush = leader.connection().createStatement()) {
            SessionSettings.set(leader.connection(), "lock_wait_timeout", Long.toString(globalLockSeconds()));
            // the statement waits for several locks one after the other, each for as long as the setting says
            flush.setQueryTimeout((int) globalLockSeconds());
            flush.execute("FLUSH TABLES WITH READ LOCK");
            return true;
        } catch (SQLException e) {
            leader.execute("UNLOCK TABLES");
            if (e.getErrorCode() == LOCK_WAIT_TIMEOUT || e instanceof SQLTimeoutException) {
                return false;
            }
            throw e;
        } finally {
            SessionSettings.set(leader.connection(), "lock_wait_timeout", Long.toString(lockSeconds()));
        }
    }

    /** The servers' own threads count as running for ever. */
    private boolean oldStatementRuns(BorrowedConnection leader) throws SQLException {
        String found = leader.queryText("SELECT ID FROM information_schema.PROCESSLIST"
                + " WHERE COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID()"
                + " AND USER NOT IN ('system user', 'event_scheduler') AND TIME > " + globalLockSeconds()
                + " LIMIT 1");
        return found != null;
    }

    private long globalLockSeconds() {
        return Math.min(lockSeconds(), GLOBAL_LOCK_WAIT.toSeconds());
    }

    /** At least one second: the servers know no less. */
    long lockSeconds() {
        return Math.max(1, lockWait.toSeconds());
    }

    /** Begins a snapshot that is one: the phrase is ignored, with a warning only, under any other isolation. */
    static void begin(BorrowedConnection reader) throws SQLException {
        reader.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        try (Statement statement = reader.connection().createStatement()) {
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            try (ResultSet warnings = statement.executeQuery("SHOW WARNINGS")) {
                while (warnings.next()) {
                    // MariaDB also lists what an earlier statement left
                    if (warnings.getInt(2) == SNAPSHOT_IGNORED) {
                        throw notConsistent("the server ignored WITH CONSISTENT SNAPSHOT");
                    }
                }
            }
            String list = "'transaction_isolation', 'tx_isolation'";
            try (ResultSet rows =
                    statement.executeQuery("SHOW SESSION VARIABLES WHERE Variable_name IN (" + list + ")")) {
                while (rows.next()) {
                    if (!rows.getString(2).equals("REPEATABLE-READ")) {
                        throw notConsistent(rows.getString(1) + " is " + rows.getString(2) + ", not REPEATABLE-READ");
                    }
                }
            }
        }
    }

    private static DbOpsException notConsistent(String why) {
        return DbOpsException.of(ErrorCode.BACKUP_FAILED, "a consistent snapshot could not be started: " + why)
                .build();
    }

    /**
     * Where the server's log stands now, as far as this user may know; exact under the global lock.
     *
     * @return empty without a log or the right to look
     */
    static String position(BorrowedConnection leader) {
        List<String> parts = new ArrayList<>();
        boolean mariadb = leader.product() == Product.MARIADB;
        for (String sql : List.of("SHOW MASTER STATUS", "SHOW BINARY LOG STATUS")) {
            if (parts.isEmpty()) {
                add(parts, leader, sql, true);
            }
        }
        add(parts, leader, mariadb ? "SELECT @@GLOBAL.gtid_binlog_pos" : "SELECT @@GLOBAL.gtid_executed", false);
        return String.join(" gtid ", parts);
    }

    private static void add(List<String> parts, BorrowedConnection leader, String sql, boolean fileAndOffset) {
        try (Statement statement = leader.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (row.next()) {
                String first = Objects.requireNonNullElse(row.getString(1), "").replace("\n", "");
                String text = fileAndOffset ? first + ":" + row.getString(2) : first;
                if (!first.isEmpty()) {
                    parts.add(text);
                }
            }
        } catch (SQLException notAllowedOrNotThere) {
            // a position is for people; without the right to see it the snapshot is none the worse
        }
    }
}
