package io.dbops.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.testservers.Availability;
import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers themselves: every other test that uses one relies on what is proven here. */
@Execution(ExecutionMode.SAME_THREAD)
final class ServersTest {
    @ParameterizedTest
    @EnumSource
    void eachServerIsOfTheVersionThatItsKindSays(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        String function = kind == ServerKind.H2 ? "H2VERSION()" : "VERSION()";
        String version = query(server.dataSource(), "SELECT " + function);

        if (server.launchedHere()) {
            assertThat(version).containsPattern("(^|[^0-9.])" + kind.series().replace(".", "\\.") + "\\.");
            assertThat(version.contains("MariaDB")).isEqualTo(kind.family() == ServerKind.Family.MARIADB);
        }
        assertThat(version).contains(firstWord(server.version()));
        assertThat(TestServers.server(kind)).isSameAs(server);
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseIsEmptyWritableAndGoneWhenClosed(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        TestDatabase database = server.createDatabase();
        try (database;
                TestDatabase other = server.createDatabase()) {
            execute(database.dataSource(), "CREATE TABLE parcel (id INT PRIMARY KEY, note VARCHAR(20))");
            execute(database.dataSource(), "INSERT INTO parcel VALUES (1, 'fragile')");
            assertThat(query(database.dataSource(), "SELECT note FROM parcel WHERE id = 1"))
                    .isEqualTo("fragile");
            assertThat(other.name()).isNotEqualTo(database.name());
            assertThatThrownBy(() -> query(other.dataSource(), "SELECT note FROM parcel"))
                    .isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> query(database.dataSource(), "SELECT note FROM parcel"))
                .isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseIsDroppedUnderAnOpenSession(ServerKind kind) throws Exception {
        TestDatabase database = server(kind).createDatabase();
        try (Connection session = database.dataSource().getConnection()) {
            assertThat(session.isValid(5)).isTrue();
            database.close();
            assertThatThrownBy(() -> query(database.dataSource(), "SELECT note FROM parcel"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL_.*", mode = EnumSource.Mode.MATCH_ANY)
    void aDatabaseIsDroppedThoughAReplicationSlotIsLeftInIt(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        TestDatabase database = server.createDatabase();
        String slot = database.name() + "_slot";
        String create = "SELECT slot_name FROM pg_create_logical_replication_slot('" + slot + "', 'pgoutput')";
        assertThat(query(database.dataSource(), create)).isEqualTo(slot);
        database.close();
        String left = "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + slot + "'";
        assertThat(query(server.dataSource(), left)).isEqualTo("0");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aKilledServerIsUsableAgainAfterItsRestart(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        assumeTrue(server.launchedHere(), () -> server + " is not ours to kill");
        long pid = server.pid();
        try (TestDatabase database = server.createDatabase()) {
            execute(database.dataSource(), "CREATE TABLE parcel (id INT PRIMARY KEY)");
            execute(database.dataSource(), "INSERT INTO parcel VALUES (7)");

            server.kill();
            assertThat(Path.of("/proc/" + pid)).doesNotExist();
            assertThatThrownBy(() -> query(database.dataSource(), "SELECT id FROM parcel"))
                    .isInstanceOf(SQLException.class);

            server.restart();
            assertThat(server.pid()).isNotEqualTo(pid);
            assertThat(query(database.dataSource(), "SELECT id FROM parcel")).isEqualTo("7");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aPrivateServerIsAnotherOneAndEndsWhenClosed(ServerKind kind) throws Exception {
        DatabaseServer shared = server(kind);
        assumeTrue(shared.launchedHere(), () -> shared + " is not ours, so there is nothing private beside it");
        long pid;
        try (DatabaseServer own = TestServers.startPrivate(kind)) {
            pid = own.pid();
            assertThat(own.adminUrl()).isNotEqualTo(shared.adminUrl());
            assertThat(query(own.dataSource(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(Path.of("/proc/" + pid)).doesNotExist();
        assertThat(query(shared.dataSource(), "SELECT 1")).isEqualTo("1");
        assertThatThrownBy(shared::close).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    @Timeout(120)
    void noProcessOfAServerOutlivesAJvmThatIsKilled(ServerKind kind) throws Exception {
        assumeTrue(server(kind).launchedHere(), () -> kind + " is not ours");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StartsServerAndWaits.class.getName(),
                        kind.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            List<ProcessHandle> processes =
                    Stream.concat(Stream.of(server), server.descendants()).toList();
            assertThat(processes).hasSizeGreaterThanOrEqualTo(kind.family() == ServerKind.Family.POSTGRESQL ? 5 : 1);

            jvm.destroyForcibly().waitFor();
            for (ProcessHandle process : processes) {
                process.onExit().get();
            }
        } finally {
            jvm.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "MYSQL_8_0")
    void mysqlRunsWithoutLibaioEvenWhereTheMachineHasIt(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        assumeTrue(server.launchedHere(), () -> server + " is not ours");
        String maps = Files.readString(Path.of("/proc/" + server.pid() + "/maps"));
        assertThat(maps).contains("/mysqld").doesNotContain("libaio");
        assertThat(query(server.dataSource(), "SELECT @@innodb_use_native_aio")).isEqualTo("0");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"POSTGRESQL_.*", "MYSQL_.*", "MARIADB_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void serversKeepTheLogsThatRecoveryToAPointInTimeNeeds(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        switch (kind.family()) {
            case POSTGRESQL ->
                assertThat(query(server.dataSource(), "SHOW wal_level")).isEqualTo("logical");
            case MYSQL -> {
                assertThat(query(server.dataSource(), "SELECT @@gtid_mode")).isEqualTo("ON");
                assertThat(query(server.dataSource(), "SELECT @@log_bin, @@binlog_format"))
                        .isEqualTo("1");
            }
            case MARIADB ->
                assertThat(query(server.dataSource(), "SELECT @@log_bin")).isEqualTo("1");
            case H2 -> throw new AssertionError("H2 keeps no log");
        }
    }

    private static DatabaseServer server(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        return TestServers.server(kind);
    }

    private static String firstWord(String version) {
        return version.split("[ -]")[0];
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    /** The program of a JVM that is killed while its server runs. */
    static final class StartsServerAndWaits {
        private StartsServerAndWaits() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(
                    TestServers.server(ServerKind.valueOf(arguments[0])).pid());
            Thread.sleep(Duration.ofMinutes(10).toMillis());
        }
    }
}
