package io.dbops.migration.execute;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction on a connection that is in auto-commit mode before and after. */
public final class Transactions {

    /** Work in a transaction. */
    public interface Work {
        void run() throws SQLException;
    }

    private Transactions() {}

    public static void run(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
    }

    /** Undoes what is open; what goes wrong then is added to the failure. */
    static void rollback(Connection connection, Exception failure) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
