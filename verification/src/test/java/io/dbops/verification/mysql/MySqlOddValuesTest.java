package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.backup;
import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.foreignConnections;
import static io.dbops.verification.mysql.Fixture.restore;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a session that is not strict could store is restored by one that is, and is the same. */
final class MySqlOddValuesTest {

    private static final int FLOATS = 5_000;

    @ParameterizedTest
    @CsvSource({
        "MYSQL_8_0, own",
        "MYSQL_8_0, foreign",
        "MYSQL_8_0, inserts",
        "MARIADB_10_11, own",
        "MARIADB_10_11, foreign",
        "MARIADB_10_11, inserts",
        "MARIADB_11_4, own",
        "MARIADB_11_4, foreign",
        "MARIADB_11_4, inserts"
    })
    void valuesThatAStrictSessionWouldRefuseComeBackExactly(ServerKind kind, String way) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            OddValues.create(source);
            List<String> before = OddValues.contents(source);

            restore(backup(by(way, source), 1, 1 << 20, () -> {}), by(way, target));

            assertThat(before).hasSize(OddValues.ROWS);
            assertThat(OddValues.indexes(source))
                    .isEqualTo(Map.of(
                            "errors", "0,0,0,0,0,0,0,2", "members", "1,2,1,1,1,1,1,0", "others", "2,1,3,2,2,2,2,3"));
            assertThat(OddValues.contents(target)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void floatsAndDoublesOfAnyBitsComeBackExactly(ServerKind kind) throws Exception {
        long seed = new Random().nextLong();
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            execute(source.dataSource(), "CREATE TABLE t (id INT PRIMARY KEY, f FLOAT, d DOUBLE, m DOUBLE(60,20))");
            insertFloats(binary(source), new Random(seed));
            execute(source.dataSource(), "INSERT INTO t VALUES (-1, -0e0, -0e0, -0e0)");
            List<String> before = floats(binary(source));

            restore(backup(connections(source), 1, 1 << 20, () -> {}), connections(target));

            assertThat(before).hasSize(FLOATS + 1);
            assertThat(before.get(0)).isEqualTo("80000000 8000000000000000 0");
            assertThat(floats(binary(target))).as("seed " + seed).isEqualTo(before);
        }
    }

    /** Through the binary protocol, which no part of a backup uses. */
    private static DataSource binary(TestDatabase database) {
        return database.dataSource(database.jdbcUrlWith("useServerPrepStmts", "true"));
    }

    private static void insertFloats(DataSource source, Random random) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < FLOATS; i++) {
                float single = Float.intBitsToFloat(random.nextInt());
                double whole = Double.longBitsToDouble(random.nextLong());
                insert.setInt(1, i);
                insert.setFloat(2, Float.isFinite(single) ? single : i);
                insert.setDouble(3, Double.isFinite(whole) ? whole : i);
                insert.setDouble(4, random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static List<String> floats(DataSource source) throws SQLException {
        List<String> bits = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT f, d, m FROM t ORDER BY id");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                bits.add(Integer.toHexString(Float.floatToRawIntBits(row.getFloat(1)))
                        + ' '
                        + Long.toHexString(Double.doubleToRawLongBits(row.getDouble(2)))
                        + ' '
                        + Long.toHexString(Double.doubleToRawLongBits(row.getDouble(3))));
            }
        }
        return bits;
    }

    private static DataSource by(String way, TestDatabase database) {
        String option = database.server().kind().family() == Family.MYSQL ? "allowLoadLocalInfile" : "allowLocalInfile";
        return switch (way) {
            case "own" -> connections(database);
            case "foreign" -> foreignConnections(database);
            default -> database.dataSource(database.jdbcUrlWith(option, "false"));
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void anEnumWhoseMembersLeaveNoZeroIsRefusedByName(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            execute(source.dataSource(), "CREATE TABLE t (id INT PRIMARY KEY, e ENUM('1', '0') CHARACTER SET utf32)");
            assertThatThrownBy(() -> backup(connections(source), 1, 1 << 20, () -> {}))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("t.e");
        }
    }
}
