package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.PgBouncer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.migration.MigratingJvm.Lock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations through a pooler that gives each transaction another session of the server. */
@Timeout(120)
final class PgBouncerTest {

    private static final int SESSIONS = 5;

    @TempDir
    Path scripts;

    /**
     * One that has several sessions of the server to hand on. Where the program is missing these tests are skipped by name, since the
     * README's commands may install nothing; the gate installs it, and names what it cannot.
     */
    private static PgBouncer pooler(TestDatabase database) throws SQLException {
        Optional<String> missing = PgBouncer.missing();
        assumeTrue(missing.isEmpty(), () -> "PgBouncer: MISSING, " + missing.orElse(""));
        PgBouncer pooler = PgBouncer.before(database);
        try {
            occupy(pooler.dataSource(database), SESSIONS);
            return pooler;
        } catch (SQLException e) {
            pooler.close();
            throw e;
        }
    }

    /** So many transactions at once, each of which takes a session of its own. */
    private static void occupy(DataSource connections, int more) throws SQLException {
        if (more == 0) {
            return;
        }
        try (Connection client = connections.getConnection();
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("SELECT 1");
            occupy(connections, more - 1);
            client.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void twoJvmsApplyEachMigrationOnce(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind);
                PgBouncer pooler = pooler(database)) {
            Race.run(
                    scripts,
                    Lock.CHOSEN,
                    kind,
                    pooler.jdbcUrl(database),
                    database.user(),
                    database.password(),
                    pooler.dataSource(database));
        }
    }

    /** The pooler keeps the sessions of the dead, so that these tell nothing. */
    @ParameterizedTest
    @CsvSource({"'', true", "'', false", "-- transaction: none, true"})
    void aStatementOfADeadHolderIsWaitedForThoughItsSessionIsNot(String header, boolean pooledAgain) throws Exception {
        try (TestDatabase database = Databases.create(ServerKind.POSTGRESQL_18);
                PgBouncer pooler = pooler(database)) {
            Succession.check(
                    scripts,
                    header,
                    pooler.jdbcUrl(database),
                    pooledAgain ? pooler.dataSource(database) : database.dataSource(),
                    database);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void whoLosesTheLockRecordsNothingMore(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__u.sql", "INSERT INTO t VALUES (1);", "INSERT INTO t VALUES (2);");
        try (TestDatabase database = Databases.create(kind);
                PgBouncer pooler = pooler(database)) {
            DbOps db = DbOps.builder()
                    .dataSource(pooler.dataSource(database))
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        if (event.kind() == OperationEvent.Kind.ITEM_STARTED
                                && event.item().equals("2")) {
                            assertThat(endHolder(database)).isEqualTo("1");
                        }
                    })
                    .build();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());

            assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_LOST);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("0");
            DbOps again = Databases.dbOps(pooler.dataSource(database), scripts);
            assertThat(again.migrations().migrate().applied()).hasSize(1);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("2");
            assertThat(again.migrations().validate().faults()).isEmpty();
        }
    }

    /** How many sessions held a lock, and hold none now. */
    private static String endHolder(TestDatabase database) {
        try {
            return query(
                    database.dataSource(),
                    "SELECT count(pg_terminate_backend(l.pid, 5000)) FROM pg_locks l JOIN pg_database d"
                            + " ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL_18")
    void noSessionOfThePoolIsLeftWithSettingsOfOurs(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);", "INSERT INTO t VALUES (1);");
        script(scripts, "V2__i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);");
        try (TestDatabase database = Databases.create(kind);
                PgBouncer pooler = pooler(database)) {
            String settings =
                    "SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'),"
                            + " current_setting('idle_session_timeout'), current_setting('idle_in_transaction_session_timeout'),"
                            + " current_setting('search_path'), current_setting('transaction_isolation'))";
            String usual = query(database.dataSource(), settings);

            Databases.dbOps(pooler.dataSource(database), scripts).migrations().migrate();

            try (Connection connection = pooler.dataSource(database).getConnection()) {
                for (int i = 0; i < 12; i++) {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery(settings)) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getString(1)).isEqualTo(usual);
                    }
                }
            }
        }
    }
}
