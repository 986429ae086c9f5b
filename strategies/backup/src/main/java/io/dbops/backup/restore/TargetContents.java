package io.dbops.backup.restore;

import io.dbops.backup.work.DatabaseWork;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CleanStep;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** What lies in schemas of a target where a backup shall go: says why it cannot be dropped, and drops it. */
final class TargetContents {

    /** What others make meanwhile is dropped too, so often. */
    private static final int ROUNDS = 3;

    private final DatabaseDialect dialect;
    private final DatabaseWork database;

    TargetContents(DatabaseDialect dialect, DatabaseWork database) {
        this.dialect = dialect;
        this.database = database;
    }

    /** Why nothing may be dropped, each one sentence; changes nothing. */
    List<String> refusals(DataSource into, List<String> schemas) throws SQLException {
        if (schemas.isEmpty()) {
            return List.of();
        }
        if (!(dialect instanceof SchemaCleaner)) {
            return List.of("the dialect " + dialect.id() + " cannot empty a schema");
        }
        try (Connection connection = database.over(into).getConnection()) {
            return contents(connection, schemas).refusals();
        }
    }

    void drop(DataSource into, List<String> schemas) throws SQLException {
        try (Connection connection = database.over(into).getConnection()) {
            for (int round = 0; round < ROUNDS; round++) {
                SchemaContents contents = contents(connection, schemas);
                if (!contents.refusals().isEmpty()) {
                    throw refused(contents.refusals());
                }
                if (contents.drops().isEmpty()) {
                    return;
                }
                connection.setAutoCommit(!contents.oneTransaction());
                try {
                    for (CleanStep step : contents.drops()) {
                        execute(connection, step.statement());
                    }
                    if (contents.oneTransaction()) {
                        connection.commit();
                        connection.setAutoCommit(true);
                    }
                } catch (SQLException | RuntimeException e) {
                    if (contents.oneTransaction()) {
                        rollback(connection, e);
                    }
                    throw e;
                }
            }
        }
    }

    private SchemaContents contents(Connection connection, List<String> schemas) throws SQLException {
        return ((SchemaCleaner) dialect).contents(connection, Set.copyOf(schemas), Set.of());
    }

    private void execute(Connection connection, String sql) throws SQLException {
        database.deadline().check(sql.length() <= 100 ? sql : sql.substring(0, 100));
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static DbOpsException refused(List<String> refusals) {
        return DbOpsException.of(ErrorCode.RESTORE_FAILED, "the target is not emptied: " + String.join("; ", refusals))
                .build();
    }
}
