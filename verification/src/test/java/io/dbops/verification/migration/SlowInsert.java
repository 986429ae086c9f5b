package io.dbops.verification.migration;

import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A statement that inserts one row into {@code t} and takes three seconds for it, or none once somebody is in a hurry: who
 * runs it again after a dead holder need not take as long. Hurry shows as a server's lock, so that no row is read that the
 * dead holder's statement keeps locked.
 */
final class SlowInsert {

    private static final int HURRY = 4711;
    private static final String MYSQL_HURRY = "CONCAT('hurry.', DATABASE())";

    private SlowInsert() {}

    static String sql(Family family) {
        return family == Family.POSTGRESQL
                ? "INSERT INTO t SELECT 1 FROM (SELECT pg_sleep(CASE WHEN EXISTS (SELECT 1 FROM pg_locks l"
                        + " JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()"
                        + " WHERE l.locktype = 'advisory' AND l.objid = " + HURRY + ") THEN 0 ELSE 3 END)) s;"
                : "INSERT INTO t SELECT 1 FROM (SELECT SLEEP(IF(IS_FREE_LOCK(" + MYSQL_HURRY + "), 3, 0))) s;";
    }

    /** Lets whoever begins it from now on be quick, until the connection is closed. */
    static Connection hurry(TestDatabase database) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    database.server().kind().family() == Family.POSTGRESQL
                            ? "SELECT pg_advisory_lock(" + HURRY + ")"
                            : "SELECT GET_LOCK(" + MYSQL_HURRY + ", 0)");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Ends the session that executes it. */
    static void end(TestDatabase database) throws SQLException {
        boolean postgreSql = database.server().kind().family() == Family.POSTGRESQL;
        if (postgreSql) {
            Databases.query(
                    database.dataSource(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                            + " AND datname = current_database()");
        } else {
            String session = Databases.query(
                    database.dataSource(),
                    "SELECT id FROM information_schema.processlist WHERE state = 'User sleep' AND db = DATABASE()");
            Databases.execute(database.dataSource(), "KILL " + session);
        }
    }

    /** Returns when a server sleeps in it, so that hurry comes too late for that one. */
    static void await(TestDatabase database) throws Exception {
        String running = database.server().kind().family() == Family.POSTGRESQL
                ? "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND pid <> pg_backend_pid() AND datname = current_database()"
                : "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'"
                        + " AND id <> CONNECTION_ID() AND db = DATABASE()";
        while (Databases.query(database.dataSource(), running).equals("0")) {
            Thread.sleep(20);
        }
    }
}
