package io.dbops.migration.execute;

import io.dbops.migration.script.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Executes single statements under the watch, and drains whatever they return. */
final class StatementRunner {

    private final Connection connection;
    private final StatementWatch watch;

    StatementRunner(Connection connection, StatementWatch watch) {
        this.connection = connection;
        this.watch = watch;
    }

    /** Runs it; returns how many rows it changed, as the driver counts. */
    long run(SqlStatement statement) throws SQLException {
        try (Statement jdbc = connection.createStatement()) {
            // braces in a script are the script's, not JDBC escapes
            jdbc.setEscapeProcessing(false);
            watch.begin(jdbc);
            try {
                boolean rows = jdbc.execute(statement.text());
                return drain(jdbc, rows);
            } finally {
                watch.end();
            }
        }
    }

    private static long drain(Statement jdbc, boolean first) throws SQLException {
        long changed = 0;
        boolean rows = first;
        while (true) {
            if (!rows) {
                long count = count(jdbc);
                if (count < 0) {
                    return changed;
                }
                changed += count;
            }
            rows = jdbc.getMoreResults();
        }
    }

    private static long count(Statement jdbc) throws SQLException {
        try {
            return jdbc.getLargeUpdateCount();
        } catch (UnsupportedOperationException e) {
            return jdbc.getUpdateCount();
        }
    }
}
