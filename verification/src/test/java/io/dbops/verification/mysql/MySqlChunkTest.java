package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.backup;
import static io.dbops.verification.mysql.Fixture.column;
import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.open;
import static io.dbops.verification.mysql.Fixture.restore;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableData;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.mysql.Fixture.Copy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chunks are disjoint and together the whole table, whatever the key is made of. */
final class MySqlChunkTest {

    /** One row per line, so that a line read twice or not at all shows. */
    private static final String NUMBERS =
            "(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n FROM digits a, digits b, digits c, digits d)";

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void everyRowIsInExactlyOneChunkWhateverTheKey(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            fill(connections);

            Copy copy = backup(connections, 3, 16 * 1024, () -> {});

            Map<String, Integer> chunks = new HashMap<>();
            for (TableData table : copy.tables()) {
                chunks.put(table.name().name(), table.chunks().size());
                long rows = table.chunks().stream().mapToLong(copy.rows()::get).sum();
                assertThat(rows)
                        .as(table.name().name())
                        .isEqualTo(table.name().name().equals("digits") ? 10 : 10_000);
            }
            for (String cut : List.of("signed_id", "unsigned_id", "crowded", "words", "binaries", "moments", "mixed")) {
                assertThat(chunks.get(cut)).as(cut).isGreaterThan(3);
            }
            for (String whole : List.of("keyless", "prefixed", "decimals", "enums")) {
                assertThat(chunks.get(whole)).as(whole).isEqualTo(1);
            }
            // loading checks primary keys: a row in two chunks would be a duplicate
            restore(copy, connections(target));
            for (TableData table : copy.tables()) {
                String name = table.name().name();
                assertThat(column(connections(target), checksum(name)))
                        .as(name)
                        .isEqualTo(column(connections, checksum(name)));
            }
        }
    }

    private static String checksum(String table) {
        return table.equals("digits")
                ? "SELECT SUM(n) FROM digits"
                : "SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(pad)), ' ', COUNT(DISTINCT pad)) FROM " + table;
    }

    private static void fill(DataSource connections) throws Exception {
        execute(connections, "CREATE TABLE digits (n INT PRIMARY KEY)");
        execute(connections, "INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
        String pad = "pad VARCHAR(100) NOT NULL";
        table(connections, "signed_id", "id BIGINT PRIMARY KEY, " + pad, "n - 5000");
        table(connections, "unsigned_id", "id BIGINT UNSIGNED PRIMARY KEY, " + pad, "18446744073709551615 - n * 3");
        table(connections, "crowded", "a INT, b INT, " + pad + ", PRIMARY KEY (a, b)", "n % 2, n");
        table(
                connections,
                "words",
                "w VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_german1_ci PRIMARY KEY, " + pad,
                "CONCAT(ELT(1 + n % 5, 'Ä', 'b', '', 'Z ', 'é''\\\\'), n)");
        table(connections, "binaries", "b VARBINARY(40) PRIMARY KEY, " + pad, "UNHEX(SHA1(n))");
        table(
                connections,
                "moments",
                "t DATETIME(6), i SMALLINT, " + pad + ", PRIMARY KEY (t, i)",
                "'2020-01-01' + INTERVAL n SECOND, -n");
        table(
                connections,
                "mixed",
                "w CHAR(10) CHARACTER SET utf16, d DATE, i TINYINT UNSIGNED, b BINARY(2), " + pad
                        + ", PRIMARY KEY (w, d, i, b)",
                "CONCAT('ö', n % 7), '2000-02-28' + INTERVAL n % 3 DAY, n % 256, UNHEX(LPAD(HEX(n), 4, '0'))");
        table(connections, "keyless", "i INT, " + pad, "n");
        table(connections, "prefixed", "t TEXT, " + pad + ", PRIMARY KEY (t(20))", "CONCAT('x', n)");
        table(connections, "decimals", "d DECIMAL(20,5) PRIMARY KEY, " + pad, "n / 7");
        table(
                connections,
                "enums",
                "e ENUM('z','a'), i INT, " + pad + ", PRIMARY KEY (e, i)",
                "ELT(1 + n % 2, 'z', 'a'), n");
    }

    private static void table(DataSource connections, String name, String columns, String key) throws Exception {
        execute(connections, "CREATE TABLE " + name + " (" + columns + ") DEFAULT CHARACTER SET utf8mb4");
        execute(
                connections,
                "INSERT INTO " + name + " SELECT " + key + ", CONCAT('row ', n, REPEAT('.', 80)) FROM " + NUMBERS
                        + " numbers");
        execute(connections, "ANALYZE TABLE " + name);
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void boundariesOfAGrowingTableStayWhereTheyAre(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            DataSource connections = connections(source);
            execute(connections, "CREATE TABLE digits (n INT PRIMARY KEY)");
            execute(connections, "INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
            table(connections, "words", "w VARBINARY(40) PRIMARY KEY, pad VARCHAR(100) NOT NULL", "UNHEX(SHA1(n))");
            List<String> before = boundaries(connections);
            execute(connections, "INSERT INTO words SELECT UNHEX(SHA1(n + 20000)), 'new' FROM digits");
            execute(connections, "ANALYZE TABLE words");
            List<String> after = boundaries(connections);

            // the server's estimate of the size may halve or double the number of chunks, but moves no boundary;
            // only a new row can be a new boundary
            List<String> fewer = before.size() <= after.size() ? before : after;
            List<String> more = before.size() <= after.size() ? after : before;
            long kept = fewer.stream().filter(more::contains).count();
            assertThat(kept).isGreaterThanOrEqualTo(fewer.size() - 1L).isGreaterThan(5);
        }
    }

    private static List<String> boundaries(DataSource connections) throws Exception {
        try (SnapshotSession session = open(connections, 1, 64 * 1024)) {
            return session.tables().stream()
                    .filter(table -> table.name().name().equals("words"))
                    .flatMap(table -> table.chunks().stream())
                    .map(chunk -> chunk.range().replaceFirst(",.*", ""))
                    .toList();
        }
    }
}
