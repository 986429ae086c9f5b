package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.one;
import static io.dbops.verification.mysql.Fixture.open;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.mysql.MySqlDialect;
import io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.QualifiedName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A chunk is loaded wholly and exactly, or not at all; connections go back as they came. */
final class MySqlLoadingTest {

    private static final QualifiedName NAME = new QualifiedName("elsewhere", "t");
    private static final TableChunk CHUNK = new TableChunk(NAME, 0, "");
    private static final TableData TABLE = new TableData(NAME, List.of("id", "n", "w"), "tsv", 0, List.of(CHUNK));

    @ParameterizedTest
    @CsvSource({
        "MYSQL_8_0, true",
        "MYSQL_8_0, false",
        "MARIADB_10_11, true",
        "MARIADB_10_11, false",
        "MARIADB_11_4, true",
        "MARIADB_11_4, false"
    })
    void whatDoesNotFitExactlyUndoesTheChunk(ServerKind kind, boolean localInfile) throws Exception {
        try (TestDatabase target = server(kind).createDatabase()) {
            DataSource connections = target.dataSource(target.jdbcUrlWith(
                    kind.family() == Family.MYSQL ? "allowLoadLocalInfile" : "allowLocalInfile",
                    Boolean.toString(localInfile)));
            execute(connections, "CREATE TABLE t (id INT PRIMARY KEY, n TINYINT, w VARCHAR(3) NOT NULL)");
            try (RestoreSession session = new MySqlSnapshotStrategy().openRestore(connections);
                    TableLoader loader = session.openLoader()) {
                loader.load(TABLE, CHUNK, 1, text("1\t1\tone\n"));
                refused(loader, 2, "2\t2\ttwo\n1\t3\tdup\n");
                refused(loader, 2, "2\t2\ttwo\n3\t999\tbig\n");
                refused(loader, 2, "2\t2\ttwo\n3\t3\tlong\n");
                refused(loader, 2, "2\t2\ttwo\n3\tx\tthr\n");
                refused(loader, 2, "2\t2\ttwo\n3\t3\t\\N\n");
                refused(loader, 2, "2\t2\ttwo\n3\t3\n");
                refused(loader, 2, "2\t2\ttwo\n");
                refused(loader, 1, "2\t2\ttwo\n3\t3\tthr\n");
                assertThatThrownBy(() -> loader.load(TABLE, CHUNK, 2, failing("2\t2\ttwo\n3\t3\tthr\n")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("digest");
                assertThat(one(connections, "SELECT GROUP_CONCAT(id) FROM t")).isEqualTo("1");
                loader.load(TABLE, CHUNK, 2, text("2\t\\N\t\n3\t-3\t\\\\N\n"));
            }
            assertThat(one(
                            connections,
                            "SELECT GROUP_CONCAT(CONCAT_WS(',', id, n, w) ORDER BY id SEPARATOR ';') FROM t"))
                    .isEqualTo("1,1,one;2,;3,-3,\\N");
        }
    }

    private static void refused(TableLoader loader, long rows, String text) {
        assertThatThrownBy(() -> loader.load(TABLE, CHUNK, rows, text(text)))
                .as(text)
                .isInstanceOf(Exception.class);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream failing(String text) {
        InputStream whole = text(text);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                int next = whole.read();
                if (next < 0) {
                    throw new IOException("the digest of the object differs");
                }
                return next;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void connectionsGoBackAsTheyCame(ServerKind kind) throws Exception {
        try (TestDatabase database = server(kind).createDatabase();
                FixedPool pool = new FixedPool(connections(database), 1)) {
            Connection only = pool.connections().get(0);
            execute(connections(database), "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            only.setAutoCommit(false);
            String before = settings(only);
            try (SnapshotSession session = open(pool, 1, 1000);
                    TableReader reader = session.openReader()) {
                TableData table = session.tables().get(0);
                assertThat(reader.read(table, table.chunks().get(0), OutputStream.nullOutputStream()))
                        .isEqualTo(1);
                reader.close();
                session.finish();
            }
            assertThat(settings(only)).isEqualTo(before);
            try (RestoreSession session = new MySqlSnapshotStrategy().openRestore(pool)) {
                assertThat(session.preflight(Set.of())).hasSize(1);
            }
            assertThat(settings(only)).isEqualTo(before);
            assertThat(only.getAutoCommit()).isFalse();
            assertThat(pool.borrowed()).isEqualTo(2);
            execute(connections(database), "SET SESSION lock_wait_timeout = 2", "ALTER TABLE t ADD COLUMN x INT");
        }
    }

    private static String settings(Connection connection) throws Exception {
        return new MySqlDialect().sessions().capture(connection);
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aReaderThatIsCancelledStopsInTheMiddle(ServerKind kind) throws Exception {
        try (TestDatabase database = server(kind).createDatabase()) {
            execute(
                    connections(database),
                    "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, pad VARCHAR(1000))",
                    "INSERT INTO t (pad) VALUES (REPEAT('x', 1000)), (REPEAT('y', 1000))");
            for (int i = 0; i < 15; i++) {
                execute(connections(database), "INSERT INTO t (pad) SELECT pad FROM t");
            }
            try (SnapshotSession session = open(connections(database), 1, 1L << 40)) {
                AtomicReference<TableReader> reader = new AtomicReference<>(session.openReader());
                TableData table = session.tables().get(0);
                AtomicInteger writes = new AtomicInteger();
                OutputStream out = new OutputStream() {
                    @Override
                    public void write(int b) {
                        writes.incrementAndGet();
                    }

                    @Override
                    public void write(byte[] b, int offset, int length) {
                        if (writes.incrementAndGet() == 3) {
                            reader.get().cancel();
                        }
                    }
                };
                assertThatThrownBy(() -> reader.get().read(table, table.chunks().get(0), out))
                        .isInstanceOf(Exception.class);
                assertThat(writes.get()).isLessThan(1000);
                reader.get().close();
            }
            execute(connections(database), "SET SESSION lock_wait_timeout = 5", "DROP TABLE t");
        }
    }
}
