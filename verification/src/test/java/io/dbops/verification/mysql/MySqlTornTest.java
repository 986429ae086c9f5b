package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.backup;
import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.one;
import static io.dbops.verification.mysql.Fixture.open;
import static io.dbops.verification.mysql.Fixture.restore;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.mysql.Fixture.Copy;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup shows one moment, or fails. */
final class MySqlTornTest {

    private static final String SWAP = "RENAME TABLE a TO c, b TO a, c TO b";

    @ParameterizedTest
    @CsvSource({
        "MARIADB_10_11, RENAME TABLE a TO z; RENAME TABLE b TO a; RENAME TABLE z TO b, a",
        "MARIADB_11_4, RENAME TABLE a TO z; RENAME TABLE b TO a; RENAME TABLE z TO b, a",
        "MARIADB_10_11, ALTER TABLE a ADD COLUMN extra INT, a",
        "MARIADB_11_4, ALTER TABLE a ADD COLUMN extra INT, a",
        "MARIADB_10_11, TRUNCATE TABLE b, b",
        "MARIADB_11_4, DROP TABLE b, b",
        "MARIADB_11_4, CREATE TABLE late (i INT), late",
        "MARIADB_11_4, CREATE TRIGGER late BEFORE INSERT ON a FOR EACH ROW SET NEW.v = 0, late"
    })
    void aDefinitionThatChangesFailsTheBackupByName(ServerKind kind, String change, String object) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            withoutKeys(connections);
            assertThatThrownBy(() -> backup(connections, 2, 1 << 20, () -> change(connections, change.split("; "))))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_TORN))
                    .hasMessageContaining(object);
            backup(connections, 2, 1 << 20, () -> {});
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void aSwapThatIsTakenBackAfterReadingIsSeenToo(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            withoutKeys(connections);
            try (SnapshotSession session = open(connections, 1, 1 << 20);
                    TableReader reader = session.openReader()) {
                change(connections, SWAP);
                TableData table = session.tables().get(0);
                assertThatThrownBy(() -> reader.read(table, table.chunks().get(0), new ByteArrayOutputStream()))
                        .isInstanceOfSatisfying(
                                DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_TORN));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void changesOfTablesWithKeysWaitForTheBackup(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            twins(connections);
            for (String change : new String[] {SWAP, "ALTER TABLE a ADD COLUMN extra INT", "TRUNCATE TABLE a"}) {
                backup(connections, 2, 1 << 20, () -> assertThatThrownBy(
                                () -> execute(connections, "SET SESSION lock_wait_timeout = 1", change))
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                                .isEqualTo(1205)));
                execute(connections, change);
            }
        }
    }

    /** Gives up soon: a change that unexpectedly waits must fail the test, not hang it. */
    private static void change(DataSource connections, String... statements) throws SQLException {
        List<String> bounded = new ArrayList<>(List.of(statements));
        bounded.add(0, "SET SESSION lock_wait_timeout = 20");
        execute(connections, bounded.toArray(String[]::new));
    }

    /** Such tables are read by their readers only: until then nothing keeps a change out on MariaDB. */
    private static void withoutKeys(DataSource connections) throws SQLException {
        execute(
                connections,
                "CREATE TABLE a (id INT, v INT)",
                "CREATE TABLE b (id INT, v INT)",
                "INSERT INTO a VALUES (1, 1)",
                "INSERT INTO b VALUES (2, 2)");
    }

    private static void twins(DataSource connections) throws SQLException {
        execute(
                connections,
                "CREATE TABLE a (id INT PRIMARY KEY, v INT)",
                "CREATE TABLE b (id INT PRIMARY KEY, v INT)",
                "INSERT INTO a VALUES (1, 1)",
                "INSERT INTO b VALUES (2, 2)");
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void severalReadersSeeOneMomentWhileOthersWrite(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            execute(
                    connections,
                    "CREATE TABLE debit (id INT PRIMARY KEY, amount BIGINT NOT NULL)",
                    "CREATE TABLE credit (id INT PRIMARY KEY, amount BIGINT NOT NULL)",
                    "INSERT INTO debit VALUES (1, 1000000)",
                    "INSERT INTO credit VALUES (1, 0)");
            AtomicBoolean stop = new AtomicBoolean();
            Thread writer = new Thread(() -> transfer(connections, stop), "writer");
            writer.start();
            try {
                for (int round = 0; round < 5; round++) {
                    try (TestDatabase fresh = server(kind).createDatabase()) {
                        Copy copy = backup(connections, 2, 1 << 20, () -> {
                            String then = one(connections, "SELECT amount FROM credit");
                            while (one(connections, "SELECT amount FROM credit").equals(then)) {
                                Thread.onSpinWait();
                            }
                        });
                        restore(copy, connections(fresh));
                        assertThat(one(
                                        connections(fresh),
                                        "SELECT (SELECT SUM(amount) FROM debit) + (SELECT SUM(amount) FROM credit)"))
                                .isEqualTo("1000000");
                    }
                }
            } finally {
                stop.set(true);
                writer.join();
            }
            assertThat(Long.parseLong(one(connections, "SELECT amount FROM credit")))
                    .isPositive();
        }
    }

    private static void transfer(DataSource connections, AtomicBoolean stop) {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                statement.execute("UPDATE debit SET amount = amount - 1");
                statement.execute("UPDATE credit SET amount = amount + 1");
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void tablesThatTakePartInNoSnapshotAreNamedAndRefused(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            execute(connections, "CREATE TABLE old_style (i INT) ENGINE=MyISAM");
            try (Connection connection = connections.getConnection()) {
                StrategyReport report = new MySqlSnapshotStrategy().check(connection, SnapshotScope.all());
                assertThat(report.faults()).singleElement().asString().contains("old_style", "MyISAM");
            }
            assertThatThrownBy(() -> open(connections, 1, 1000)).hasMessageContaining("old_style");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aUserWhoMayOnlyReadGetsOneReaderAndOneWhoSeesPartIsRefused(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            twins(source.dataSource());
            String reader = source.name() + "_r";
            String partial = source.name() + "_p";
            String all = "SELECT, SHOW VIEW, TRIGGER, EVENT ON " + source.name() + ".*";
            execute(
                    source.dataSource(),
                    "CREATE USER '" + reader + "'@'%' IDENTIFIED BY 'x1'",
                    "GRANT " + all + " TO '" + reader + "'@'%'",
                    "CREATE USER '" + partial + "'@'%' IDENTIFIED BY 'x1'",
                    "GRANT SELECT ON " + source.name() + ".a TO '" + partial + "'@'%'");
            try {
                try (SnapshotSession session = open(as(source, reader), 4, 1000)) {
                    assertThat(session.maxReaders()).isEqualTo(1);
                    assertThat(session.tables()).hasSize(2);
                }
                try (Connection connection = as(source, reader).getConnection()) {
                    assertThat(new MySqlSnapshotStrategy()
                                    .check(connection, SnapshotScope.all())
                                    .faults())
                            .singleElement()
                            .asString()
                            .contains("acceptUncaptured(\"routines hidden from this user\")");
                }
                assertThatThrownBy(() -> open(as(source, partial), 1, 1000))
                        .isInstanceOf(DbOpsException.class)
                        .hasMessageContaining("SELECT");
                try (SnapshotSession session = open(connections(source), 4, 1000)) {
                    assertThat(session.maxReaders()).isEqualTo(4);
                    assertThat(session.position()).contains(":");
                }
            } finally {
                execute(source.dataSource(), "DROP USER '" + reader + "'@'%', '" + partial + "'@'%'");
            }
        }
    }

    private static DataSource as(TestDatabase database, String user) {
        boolean mysql = database.server().kind().family() == Family.MYSQL;
        return database.dataSource(
                database.jdbcUrlWith(mysql ? "allowLoadLocalInfile" : "allowLocalInfile", "true"), user, "x1");
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void noGlobalLockIsAskedForWhileAnOldStatementRuns(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                Connection busy = connections(source).getConnection();
                Statement old = busy.createStatement()) {
            DataSource connections = connections(source);
            twins(connections);
            Thread sleeper = new Thread(
                    () -> {
                        try {
                            old.execute("SELECT SLEEP(600) FROM a");
                        } catch (SQLException cancelled) {
                            // by this test, below
                        }
                    },
                    "old statement");
            sleeper.start();
            String oldOnes = "SELECT COUNT(*) FROM information_schema.PROCESSLIST"
                    + " WHERE INFO LIKE 'SELECT SLEEP(600)%' AND TIME > 1";
            while (!one(connections, oldOnes).equals("1")) {
                Thread.sleep(50);
            }
            SnapshotRequest request = new SnapshotRequest(connections, Set.of(), 4, 1 << 20, Duration.ofSeconds(1));
            try (SnapshotSession session = new MySqlSnapshotStrategy().openSnapshot(request)) {
                assertThat(session.maxReaders()).isEqualTo(1);
                // a flush that was given up would still block whoever opens the table
                execute(connections, "UPDATE a SET v = 7");
            } finally {
                old.cancel();
                sleeper.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void aSwapIsSeenByAUserWhoMayNotLookAtTableIds(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            execute(source.dataSource(), "CREATE TABLE a (id INT, v INT)");
            Thread.sleep(1_100); // creation is told to the second
            execute(source.dataSource(), "CREATE TABLE b (id INT, v INT)");
            String reader = source.name() + "_s";
            execute(
                    source.dataSource(),
                    "CREATE USER '" + reader + "'@'%' IDENTIFIED BY 'x1'",
                    "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON " + source.name() + ".* TO '" + reader + "'@'%'");
            try {
                assertThatThrownBy(
                                () -> backup(as(source, reader), 1, 1 << 20, () -> change(source.dataSource(), SWAP)))
                        .isInstanceOfSatisfying(
                                DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_TORN));
            } finally {
                execute(source.dataSource(), "DROP USER '" + reader + "'@'%'");
            }
        }
    }
}
