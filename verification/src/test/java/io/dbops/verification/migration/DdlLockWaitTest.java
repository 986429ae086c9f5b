package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.DbOpsBuilder;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement that changes definitions gives way to whoever waits behind it, and tries again. */
final class DdlLockWaitTest {

    @TempDir
    Path scripts;

    /** A table that another session uses in a transaction, and a migration that changes it after it has written a row. */
    private DbOpsBuilder migration(TestDatabase database) throws Exception {
        Databases.execute(database.dataSource(), "CREATE TABLE t (id INT)");
        Databases.execute(database.dataSource(), "CREATE TABLE log (id INT)");
        script(scripts, "V1__t.sql", "INSERT INTO log VALUES (1);", "ALTER TABLE t ADD COLUMN n INT;");
        return DbOps.builder().dataSource(database.dataSource()).migrationsFrom(scripts);
    }

    private static Connection user(TestDatabase database) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO t (id) VALUES (1)");
        }
        return connection;
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void itTriesAgainUntilTheOtherTransactionHasEnded(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            DbOpsBuilder builder = migration(database);
            List<String> waits = new CopyOnWriteArrayList<>();
            try (Connection user = user(database)) {
                DbOps db = builder.listener(event -> {
                            if (event.kind() == OperationEvent.Kind.WAITING) {
                                waits.add(event.detail());
                                commit(user);
                            }
                        })
                        .build();

                db.migrations().migrate();

                assertThat(waits)
                        .singleElement()
                        .asString()
                        .contains("V1__t.sql:2", "ALTER TABLE t", "1 try", "session ");
                assertThat(query(database.dataSource(), "SELECT COUNT(n) FROM t"))
                        .isEqualTo("0");
                assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM log"))
                        .isEqualTo("1");
                assertThat(db.migrations().validate().faults()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void itFailsInTheEndAndNamesWhoHoldsTheLock(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = migration(database).build();
            MigrateOptions soon =
                    MigrateOptions.builder().ddlLockWait(Duration.ofSeconds(4)).build();
            try (Connection user = user(database)) {
                DbOpsException failure = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().migrate(soon));

                assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
                assertThat(failure).hasMessageContainingAll("V1__t.sql:2", "PT4S", "held by session ");
                // the statement before it succeeds in each try, and must not begin the count anew
                assertThat(failure).hasMessageMatching("(?s).*after [2-9] tries.*");
                user.rollback();
            }
            db.migrations().migrate(soon);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM log")).isEqualTo("1");
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
