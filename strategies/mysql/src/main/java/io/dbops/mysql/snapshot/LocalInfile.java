package io.dbops.mysql.snapshot;

import java.io.InputStream;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code LOAD DATA LOCAL} from a stream, which is each driver's own extension. A driver's types are named only in the class
 * that is for it, so that the other need not be there.
 */
final class LocalInfile {

    private LocalInfile() {}

    /**
     * Runs the statement with the stream as its file.
     *
     * @return how many rows the server took
     * @throws SQLException also when neither driver is beneath, before the stream is read
     */
    static long load(Statement statement, String sql, InputStream in) throws SQLException {
        String driver = statement.getConnection().getMetaData().getDriverName();
        if (driver.startsWith("MySQL")) {
            ConnectorJ.use(statement, in);
        } else if (driver.startsWith("MariaDB")) {
            MariaDb.use(statement, in);
        } else {
            throw new SQLException("driver " + driver + " is not known to load from a stream", "0A000");
        }
        return statement.executeLargeUpdate(sql);
    }

    private static final class ConnectorJ {
        static void use(Statement statement, InputStream in) throws SQLException {
            statement.unwrap(com.mysql.cj.jdbc.JdbcStatement.class).setLocalInfileInputStream(in);
        }
    }

    private static final class MariaDb {
        static void use(Statement statement, InputStream in) throws SQLException {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(in);
        }
    }
}
