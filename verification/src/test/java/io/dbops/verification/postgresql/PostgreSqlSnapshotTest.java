package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.QualifiedName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgreSqlSnapshotTest {

    private final PostgreSqlSnapshotStrategy strategy = new PostgreSqlSnapshotStrategy();

    /** A snapshot that was older than its locks would see the table empty: its old rows are gone, its new ones too young. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_truncate_that_is_waited_for_is_seen_whole(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection ddl = database.dataSource().getConnection()) {
            Sql.run(ddl, "CREATE TABLE t AS SELECT g AS x FROM generate_series(1, 10) g; CREATE TABLE a (x integer)");
            ddl.setAutoCommit(false);
            Sql.run(ddl, "TRUNCATE t; INSERT INTO t SELECT generate_series(1, 3)");
            ExecutorService one = Executors.newSingleThreadExecutor();
            try {
                Future<InMemoryBackup> backup = one.submit(
                        () -> InMemoryBackup.take(InMemoryBackup.request(database.dataSource(), 2, 1 << 20)));
                awaitWaiter(database, "AccessShareLock");
                ddl.commit();

                assertThat(backup.get().rows("public.t")).isEqualTo(3);
            } finally {
                one.shutdown();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void ddl_is_kept_out_and_writers_are_not(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection other = database.dataSource().getConnection()) {
            Sql.run(
                    other,
                    "CREATE TABLE t (x serial); INSERT INTO t DEFAULT VALUES; CREATE TABLE swap (x serial);"
                            + " CREATE TABLE p (x integer) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p DEFAULT");
            try (SnapshotSession snapshot =
                    strategy.openSnapshot(InMemoryBackup.request(database.dataSource(), 2, 1 << 20))) {
                Sql.run(other, "SET lock_timeout = '50ms'");
                for (String statement : List.of(
                        "TRUNCATE t",
                        "ALTER TABLE t ADD y integer",
                        "ALTER TABLE t RENAME TO u",
                        "DROP TABLE t",
                        "DROP TABLE p1",
                        "VACUUM FULL t",
                        "ALTER TABLE p DETACH PARTITION p1")) {
                    assertThatThrownBy(() -> Sql.run(other, statement))
                            .as(statement)
                            .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                    .isEqualTo("55P03"));
                }
                Sql.run(
                        other,
                        "INSERT INTO t DEFAULT VALUES; UPDATE t SET x = x + 10; DELETE FROM t WHERE x = 11;"
                                + " CREATE TABLE later (x integer)");

                InMemoryBackup backup = InMemoryBackup.read(snapshot);
                assertThat(backup.text("public.t")).isEqualTo("1\n");
                assertThat(backup.definitions()).noneMatch(item -> item.name().equals("public.later"));
            }
            Sql.run(other, "TRUNCATE t");
        }
    }

    /** DDL queues behind the snapshot; whoever comes next queues behind the DDL. All readers have their locks by then. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void ddl_that_waits_for_it_does_not_stop_its_readers(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection ddl = database.dataSource().getConnection()) {
            Sql.run(ddl, "CREATE TABLE t AS SELECT 1 AS x; CREATE TABLE u AS SELECT 2 AS x");
            ExecutorService one = Executors.newSingleThreadExecutor();
            Future<?> drop;
            try (SnapshotSession snapshot =
                            strategy.openSnapshot(InMemoryBackup.request(database.dataSource(), 2, 1 << 20));
                    TableReader first = snapshot.openReader();
                    TableReader second = snapshot.openReader()) {
                drop = one.submit(() -> {
                    Sql.run(ddl, "DROP TABLE t, u");
                    return null;
                });
                awaitWaiter(database, "AccessExclusiveLock");
                for (TableReader reader : List.of(first, second)) {
                    for (TableData table : snapshot.tables()) {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        assertThat(reader.read(table, table.chunks().get(0), out))
                                .isEqualTo(1);
                    }
                }
                snapshot.finish();
            } finally {
                one.shutdown();
            }
            drop.get();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_lock_that_is_not_granted_in_time_fails_and_names_its_holder(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection ddl = database.dataSource().getConnection()) {
            Sql.run(ddl, "CREATE TABLE t (x integer)");
            String pid = Sql.text(ddl, "SELECT pg_backend_pid()");
            ddl.setAutoCommit(false);
            Sql.run(ddl, "ALTER TABLE t ADD y integer");
            SnapshotRequest request =
                    new SnapshotRequest(database.dataSource(), Set.of(), 1, 1 << 20, Duration.ofMillis(100));

            assertThatThrownBy(() -> strategy.openSnapshot(request)).isInstanceOfSatisfying(DbOpsException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
                assertThat(e).hasMessageContaining("session " + pid);
            });
            ddl.rollback();
            // Within one transaction pg_stat_activity does not change.
            ddl.setAutoCommit(true);
            assertNoOtherSession(ddl);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void row_level_security_is_bypassed_or_refused_and_never_obeyed(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection owner = database.dataSource().getConnection()) {
            String role = database.name() + "_reader";
            Sql.run(
                    owner,
                    "CREATE ROLE " + role + " LOGIN; CREATE TABLE t AS SELECT generate_series(1, 10) AS x;"
                            + " ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON t USING (x > 5);"
                            + " GRANT SELECT ON t TO " + role);
            try {
                DataSource reader = as(database, role);
                assertThat(Sql.text(reader, "SELECT count(*) FROM t")).isEqualTo("5");

                assertThatThrownBy(() -> strategy.openSnapshot(InMemoryBackup.request(reader, 1, 1 << 20)))
                        .isInstanceOfSatisfying(
                                DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_FAILED))
                        .hasMessageContaining("public.t has row-level security");

                Sql.run(owner, "ALTER ROLE " + role + " BYPASSRLS");
                assertThat(InMemoryBackup.take(InMemoryBackup.request(reader, 1, 1 << 20))
                                .rows("public.t"))
                        .isEqualTo(10);

                Sql.run(owner, "REVOKE SELECT ON t FROM " + role);
                assertThatThrownBy(() -> strategy.openSnapshot(InMemoryBackup.request(reader, 1, 1 << 20)))
                        .hasMessageContaining("public.t cannot be read");
            } finally {
                Sql.run(owner, "DROP OWNED BY " + role + "; DROP ROLE " + role);
            }
        }
    }

    private static DataSource as(TestDatabase database, String role) {
        return database.dataSource(database.jdbcUrlWith("options", "-c%20role=" + role));
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void connections_come_back_as_they_were_after_success_and_failure(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                FixedPool source = new FixedPool(database.dataSource(), 2)) {
            Sql.run(
                    source,
                    "CREATE TABLE t AS SELECT repeat('x', 500) AS x FROM generate_series(1, 50000); SET search_path = pg_catalog");
            List<String> before = states(source);

            InMemoryBackup.take(InMemoryBackup.request(source, 2, 1 << 30));
            assertThat(states(source)).isEqualTo(before);

            Sql.run(source, "CREATE PUBLICATION everything FOR ALL TABLES");
            assertThatThrownBy(() -> strategy.openSnapshot(InMemoryBackup.request(source, 2, 1 << 20)))
                    .hasMessageContaining("publication everything");
            Sql.run(source, "DROP PUBLICATION everything");

            try (SnapshotSession snapshot = strategy.openSnapshot(InMemoryBackup.request(source, 2, 1 << 30))) {
                TableData table = snapshot.tables().get(0);
                snapshot.openReader();
                TableReader reader = snapshot.openReader();
                assertThatThrownBy(() -> reader.read(table, table.chunks().get(0), new FullDisk()))
                        .isInstanceOf(IOException.class);
            }
            assertThat(states(source)).isEqualTo(before);
        }
    }

    /** Settings, transaction and auto-commit of every connection, all of which must be here. */
    private static List<String> states(FixedPool pool) throws SQLException {
        assertThat(pool.allBack()).as("all connections were given back").isTrue();
        List<String> states = new ArrayList<>();
        for (Connection connection : pool.connections()) {
            states.add(connection.getAutoCommit() + " " + connection.isClosed() + " "
                    + Sql.text(
                            connection,
                            "SELECT string_agg(name || '=' || setting, ';' ORDER BY name) FROM pg_settings"
                                    + " WHERE name NOT LIKE 'transaction%'"));
            states.add(Sql.text(
                    connection,
                    "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'"
                            + " AND relation >= 16384"));
        }
        return states;
    }

    /** Says no to everything, as a disk that is full. */
    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("no space left");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_chunk_with_another_number_of_rows_is_rolled_back(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind)) {
            Sql.run(database.dataSource(), "CREATE TABLE t (x integer)");
            TableChunk chunk = new TableChunk(new QualifiedName("public", "t"), 0, "");
            TableData table = new TableData(chunk.table(), List.of("x"), "copy", 0, List.of(chunk));
            try (var restore = strategy.openRestore(database.dataSource());
                    var loader = restore.openLoader()) {
                assertThatThrownBy(() -> loader.load(
                                table, chunk, 3, new ByteArrayInputStream("1\n2\n".getBytes(StandardCharsets.UTF_8))))
                        .isInstanceOf(DbOpsException.class)
                        .hasMessageContaining("loaded 2 rows where the backup has 3");
                assertThat(Sql.text(database.dataSource(), "SELECT count(*) FROM t"))
                        .isEqualTo("0");

                loader.load(table, chunk, 2, new ByteArrayInputStream("1\n2\n".getBytes(StandardCharsets.UTF_8)));
                assertThat(Sql.text(database.dataSource(), "SELECT count(*) FROM t"))
                        .isEqualTo("2");
            }
        }
    }

    /** The chunks of a table are disjoint and together the table, and stay so when it has grown meanwhile. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void ranges_cover_every_row_once(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind)) {
            Sql.run(
                    database.dataSource(),
                    "CREATE TABLE t AS SELECT g AS x, repeat('x', 100) AS y FROM generate_series(1, 20000) g");
            try (SnapshotSession snapshot =
                    strategy.openSnapshot(InMemoryBackup.request(database.dataSource(), 2, 100_000))) {
                Sql.run(
                        database.dataSource(),
                        "INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(20001, 40000) g");
                InMemoryBackup backup = InMemoryBackup.read(snapshot);

                assertThat(backup.chunks("public.t")).isGreaterThan(20);
                assertThat(backup.rows("public.t")).isEqualTo(20000);
                assertThat(backup.text("public.t")
                                .lines()
                                .map(line -> line.split("\t")[0])
                                .distinct()
                                .count())
                        .isEqualTo(20000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#ends")
    void a_running_read_can_be_cancelled_and_interrupted(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind)) {
            Sql.run(
                    database.dataSource(),
                    "CREATE TABLE t AS SELECT g AS x, repeat('x', 500) AS y FROM generate_series(1, 50000) g");
            for (boolean interrupt : new boolean[] {false, true}) {
                try (SnapshotSession snapshot =
                                strategy.openSnapshot(InMemoryBackup.request(database.dataSource(), 1, 1 << 30));
                        TableReader reader = snapshot.openReader()) {
                    TableData table = snapshot.tables().get(0);
                    // The first bytes tell that COPY runs; the server cannot be done, since nobody takes the rest
                    // meanwhile.
                    OutputStream once = new OutputStream() {
                        private boolean done;

                        @Override
                        public void write(int b) {
                            if (!done) {
                                done = true;
                                if (interrupt) {
                                    Thread.currentThread().interrupt();
                                } else {
                                    reader.cancel();
                                }
                            }
                        }
                    };
                    assertThatThrownBy(() -> reader.read(table, table.chunks().get(0), once))
                            .satisfies(e -> assertThat(e instanceof DbOpsException stopped
                                                    && stopped.code() == ErrorCode.INTERRUPTED
                                            || e instanceof SQLException cancelled
                                                    && cancelled.getSQLState().equals("57014"))
                                    .as(e.toString())
                                    .isTrue());
                    assertThat(Thread.interrupted()).isEqualTo(interrupt);
                }
            }
        }
    }

    private static void awaitWaiter(TestDatabase database, String mode) throws SQLException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (!Sql.rows(
                            database.dataSource(),
                            "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted"
                                    + " AND l.mode = '" + mode + "' AND a.datname = current_database()")
                    .isEmpty()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("nobody came to wait for " + mode);
    }

    private static void assertNoOtherSession(Connection own) throws SQLException, InterruptedException {
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend'";
        for (int i = 0; i < 100 && !Sql.text(own, others).equals("0"); i++) {
            Thread.sleep(50);
        }
        assertThat(Sql.text(own, others)).isEqualTo("0");
    }
}
