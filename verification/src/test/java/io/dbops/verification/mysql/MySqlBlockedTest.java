package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.one;
import static io.dbops.verification.mysql.Fixture.open;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who waits for the metadata locks of a reader, as users with different rights see it. */
@Timeout(120)
final class MySqlBlockedTest {

    private static final String RIGHTS = "SELECT, SHOW VIEW, TRIGGER, EVENT ON ";

    @ParameterizedTest
    @CsvSource({
        "MYSQL_8_0, SELECT ON performance_schema.*",
        "MYSQL_8_0, PROCESS ON *.*",
        "MARIADB_10_11, PROCESS ON *.*",
        "MARIADB_11_4, PROCESS ON *.*"
    })
    void whoWaitsForAReaderIsToldFromWhoWaitsBehindHimAndFromOthers(ServerKind kind, String right) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestDatabase database = server(kind).createDatabase();
                Connection other = connections(database).getConnection()) {
            DataSource root = connections(database);
            execute(
                    root,
                    "CREATE TABLE read_now (id INT PRIMARY KEY)",
                    "INSERT INTO read_now VALUES (1)",
                    "CREATE TABLE elsewhere (id INT)");
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.executeQuery("SELECT * FROM elsewhere").close();
            }
            try (User user = User.create(database, right);
                    SnapshotSession session = open(user.connections(), 1, 1 << 20);
                    TableReader reader = session.openReader();
                    BlockedWatch watch = ((BlockingSnapshot) session).watch()) {
                assertThat(new MySqlSnapshotStrategy()
                                .check(user.connection(), SnapshotScope.all())
                                .warnings())
                        .isEmpty();
                TableData table = table(session, "read_now");
                reader.read(table, table.chunks().get(0), during(() -> {
                    Future<?> foreign = threads.submit(() -> run(root, "ALTER TABLE elsewhere ADD COLUMN v INT"));
                    Future<?> rename = threads.submit(() -> run(root, "ALTER TABLE read_now RENAME TO renamed"));
                    awaitOne(
                            watch,
                            each -> each.direct()
                                    && each.statement().equals("ALTER TABLE")
                                    && each.object().equals(database.name() + ".read_now")
                                    && each.user().equals(database.user()));
                    Future<?> select = threads.submit(() -> run(root, "SELECT COUNT(*) FROM read_now"));
                    awaitOne(watch, each -> !each.direct() && each.statement().equals("SELECT"));
                    assertThat(watch.blocked()).hasSize(2);
                    assertThat(List.of(foreign, rename, select)).noneMatch(Future::isDone);
                    ((BlockingSnapshot) session).release();
                    rename.get();
                    other.commit();
                    foreign.get();
                }));
            } catch (SQLException released) {
                assertThat(one(root, "SELECT COUNT(*) FROM renamed")).isEqualTo("1");
            }
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aUserWhoDoesNotSeeOthersIsWarned(ServerKind kind) throws Exception {
        try (TestDatabase database = server(kind).createDatabase();
                User user = User.create(database)) {
            assertThat(new MySqlSnapshotStrategy()
                            .check(user.connection(), SnapshotScope.all())
                            .warnings())
                    .singleElement()
                    .satisfies(warning -> assertThat(warning).contains("cannot be seen", "PROCESS"));
            try (Connection root = connections(database).getConnection()) {
                assertThat(new MySqlSnapshotStrategy()
                                .check(root, SnapshotScope.all())
                                .warnings())
                        .isEmpty();
            }
        }
    }

    /** Giving up the wait for the global lock would leave the readers of that table waiting, so it is not begun. */
    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void aStatementOfSomeSecondsIsOldEnoughHoweverLongLocksMayBeWaitedFor(ServerKind kind) throws Exception {
        try (TestDatabase database = server(kind).createDatabase();
                Connection busy = connections(database).getConnection();
                Statement old = busy.createStatement()) {
            DataSource root = connections(database);
            execute(root, "CREATE TABLE a (id INT PRIMARY KEY)", "INSERT INTO a VALUES (1)");
            Thread sleeper = new Thread(() -> {
                try {
                    old.execute("SELECT SLEEP(600) FROM a");
                } catch (SQLException cancelled) {
                    // by this test, below
                }
            });
            sleeper.start();
            while (!one(
                            root,
                            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE TIME > 2"
                                    + " AND INFO LIKE 'SELECT SLEEP(600)%'")
                    .equals("1")) {
                Thread.sleep(50);
            }
            SnapshotRequest request = new SnapshotRequest(root, Set.of(), 2, 1 << 20, Duration.ofSeconds(4));
            try (SnapshotSession session = new MySqlSnapshotStrategy().openSnapshot(request)) {
                assertThat(session.maxReaders()).isEqualTo(1);
                execute(root, "SET SESSION lock_wait_timeout = 1", "SELECT COUNT(*) FROM a");
            } finally {
                old.cancel();
                sleeper.join();
            }
        }
    }

    private static void awaitOne(BlockedWatch watch, Predicate<BlockedSession> wanted) throws Exception {
        while (watch.blocked().stream().noneMatch(wanted)) {
            Thread.sleep(20);
        }
    }

    private static Void run(DataSource source, String sql) throws SQLException {
        execute(source, sql);
        return null;
    }

    private static TableData table(SnapshotSession session, String name) {
        return session.tables().stream()
                .filter(each -> each.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Does something once, while the reader waits for its first byte to be taken. */
    private static OutputStream during(Action action) {
        return new OutputStream() {
            private boolean done;

            @Override
            public void write(int b) throws IOException {
                if (!done) {
                    done = true;
                    try {
                        action.run();
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                }
            }
        };
    }

    /** A user with the rights of a backup and one more, perhaps. */
    private record User(TestDatabase database, String name, Connection connection) implements AutoCloseable {

        static User create(TestDatabase database, String... more) throws SQLException {
            String name = database.name() + "_w";
            DataSource root = connections(database);
            execute(root, "CREATE USER '" + name + "'@'%' IDENTIFIED BY 'x1'");
            execute(root, "GRANT " + RIGHTS + database.name() + ".* TO '" + name + "'@'%'");
            for (String right : more) {
                execute(root, "GRANT " + right + " TO '" + name + "'@'%'");
            }
            return new User(database, name, connections(database, name).getConnection());
        }

        private static DataSource connections(TestDatabase database) {
            return Fixture.connections(database);
        }

        private static DataSource connections(TestDatabase database, String name) {
            boolean mysql = database.server().kind().family() == Family.MYSQL;
            return database.dataSource(
                    database.jdbcUrlWith(mysql ? "allowLoadLocalInfile" : "allowLocalInfile", "true"), name, "x1");
        }

        DataSource connections() {
            return connections(database, name);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
            execute(connections(database), "DROP USER '" + name + "'@'%'");
        }
    }
}
