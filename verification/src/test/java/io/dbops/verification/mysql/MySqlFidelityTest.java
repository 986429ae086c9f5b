package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.backup;
import static io.dbops.verification.mysql.Fixture.column;
import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.foreignConnections;
import static io.dbops.verification.mysql.Fixture.one;
import static io.dbops.verification.mysql.Fixture.restore;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.mysql.Fixture.Copy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into a backup comes out of it: compared by the server itself, which knows nothing of our text. */
final class MySqlFidelityTest {

    private static final String LOOSE =
            "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'";

    private static final String ZOO = """
            CREATE TABLE zoo (
              id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
              ti TINYINT, si SMALLINT UNSIGNED ZEROFILL, mi MEDIUMINT, ii INT UNSIGNED, bu BIGINT UNSIGNED,
              de DECIMAL(65,30), f FLOAT, d DOUBLE, b1 BIT(1), b64 BIT(64),
              da DATE, dt DATETIME(6), ts TIMESTAMP(6) NULL, tm TIME(6), ye YEAR,
              ch CHAR(5), vl VARCHAR(300) CHARACTER SET latin1, vu VARCHAR(50) CHARACTER SET utf8mb4,
              v16 VARCHAR(50) CHARACTER SET utf16, vg VARCHAR(50) CHARACTER SET gbk, tx LONGTEXT CHARACTER SET utf8mb4,
              bi BINARY(4), vb VARBINARY(300), bl LONGBLOB,
              en ENUM('a','é') CHARACTER SET latin1, e16 ENUM('x','ö') CHARACTER SET utf16, se SET('p','q') CHARACTER SET utf16,
              js JSON, ge GEOMETRY, po POINT,
              gv INT GENERATED ALWAYS AS (ti + 1) VIRTUAL, gs INT GENERATED ALWAYS AS (ti + 2) STORED,
              `odd ``name"; --` INT,
              hidden INT INVISIBLE DEFAULT 7
            ) DEFAULT CHARACTER SET utf8mb4 COMMENT 'it''s \\\\ a "zoo"'
            """;

    private static final List<String> EXACT = List.of(
            "ti",
            "si",
            "mi",
            "ii",
            "bu",
            "de",
            "b1 + 0",
            "b64 + 0",
            "da",
            "dt",
            "ts",
            "tm",
            "ye",
            "gv",
            "gs",
            "`odd ``name\"; --`",
            "hidden");

    private static final List<String> BY_BYTES =
            List.of("ch", "vl", "vu", "v16", "vg", "tx", "bi", "vb", "bl", "en", "e16", "se", "js", "ge", "po");

    @ParameterizedTest
    @CsvSource({
        "MYSQL_8_0, own, own",
        "MYSQL_8_0, foreign, foreign",
        "MYSQL_8_0, own, inserts",
        "MARIADB_10_11, own, own",
        "MARIADB_10_11, foreign, foreign",
        "MARIADB_11_4, own, own",
        "MARIADB_11_4, own, inserts",
        "MARIADB_11_4, foreign, own"
    })
    void everyTypeComesBackToTheLastBit(ServerKind kind, String reading, String loading) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            fill(source.dataSource());

            Copy copy = backup(by(reading, source), 2, 1 << 20, () -> {});
            restore(copy, by(loading, target));

            assertThat(one(source.dataSource(), "SELECT COUNT(*) FROM zoo")).isEqualTo("267");
            assertThat(one(target.dataSource(), "SELECT COUNT(*) FROM zoo")).isEqualTo("267");
            List<String> equal = new ArrayList<>();
            EXACT.forEach(c -> equal.add("(a." + c + ") <=> (b." + c + ")"));
            BY_BYTES.forEach(c -> equal.add("HEX(a." + c + ") <=> HEX(b." + c + ")"));
            for (String each : equal) {
                assertThat(column(
                                source.dataSource(),
                                "SELECT a.id FROM " + source.name() + ".zoo a LEFT JOIN " + target.name()
                                        + ".zoo b ON a.id = b.id WHERE NOT (" + each + ")"))
                        .as(each)
                        .isEmpty();
            }
            assertThat(floats(target)).isEqualTo(floats(source)).contains(0x80000000L, 0x8000000000000000L, 1L);
            assertThat(definition(target)).isEqualTo(definition(source)).contains("AUTO_INCREMENT=");
        }
    }

    private static DataSource by(String way, TestDatabase database) {
        return switch (way) {
            case "own" -> connections(database);
            case "foreign" -> foreignConnections(database);
            default ->
                database.dataSource(database.jdbcUrlWith(
                        database.server().kind().family() == Family.MYSQL ? "allowLoadLocalInfile" : "allowLocalInfile",
                        "false"));
        };
    }

    private static void fill(DataSource source) throws SQLException {
        execute(source, ZOO);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(LOOSE);
            statement.execute("INSERT INTO zoo (id) VALUES (-9223372036854775808), (0), (9223372036854775800)");
            statement.execute("""
                    INSERT INTO zoo (id, ti, si, mi, ii, bu, de, f, d, b1, b64, da, dt, ts, tm, ye, en, e16, se, js, ge, po, hidden)
                    VALUES (1, -128, 65535, -8388608, 4294967295, 18446744073709551615,
                      -99999999999999999999999999999999999.999999999999999999999999999999, 3.4028234e38, 1.7976931348623157e308,
                      b'1', 18446744073709551615, '9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999',
                      '838:59:59', 2155, 'é', 'ö', 'p,q', '{"k": ["\\\\n", "ü\\\\u0000", 1.5, null]}',
                      ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1))'), ST_GeomFromText('POINT(-0.1 1e300)'), 8),
                    (2, 127, 0, 8388607, 0, 0, 0.000000000000000000000000000001, -0e0, -0e0,
                      b'0', 0, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00',
                      '-838:59:59', 0, 'a', 'x', '', '[]', NULL, NULL, NULL),
                    (3, 0, 1, 0, 1, 1, 0, 1.4e-45, 4.9e-324,
                      NULL, 1, '2023-02-31', '2023-02-31 01:02:03.000001', '1970-01-01 00:00:01',
                      '-00:00:00.000001', 1901, NULL, NULL, 'q', '"\\\\\\\\N"', NULL, NULL, -1),
                    (4, 0, 1, 0, 1, 1, 0, 16777217, 0.1,
                      NULL, 9223372036854775808, '2000-00-00', NULL, NULL,
                      '00:00:00.5', NULL, NULL, NULL, NULL, 'true', NULL, NULL, -1)
                    """);
            statement.execute(
                    "INSERT INTO zoo (id, vg, v16, vu, tx) VALUES (5, _gbk X'815C', _utf16 X'005C000A4E0AD83DDE00',"
                            + " _utf8mb4 X'5C4E', _utf8mb4 X'F09F98800A095C00'), (6, '', '', '', ''), (7, '\\\\N', 'N', 'NULL', '\\\\.')");
            try (PreparedStatement bytes = connection.prepareStatement(
                    "INSERT INTO zoo (id, ch, vl, vb, bl, bi) VALUES (?, ?, CONVERT(? USING latin1), ?, ?, ?)")) {
                for (int b = 0; b < 256; b++) {
                    byte[] value = {(byte) b, 'x', (byte) b};
                    bytes.setInt(1, 1000 + b);
                    bytes.setString(2, b < 0x80 ? String.valueOf((char) b) : "é");
                    bytes.setBytes(3, value);
                    bytes.setBytes(4, value);
                    bytes.setBytes(5, value);
                    bytes.setBytes(6, value);
                    bytes.addBatch();
                }
                bytes.executeBatch();
            }
            byte[] large = new byte[3_000_000];
            new Random(42).nextBytes(large);
            try (PreparedStatement blob = connection.prepareStatement("INSERT INTO zoo (id, bl) VALUES (5000, ?)")) {
                blob.setBytes(1, large);
                blob.execute();
            }
        }
    }

    /** The very bits, through the binary protocol, which no part of the backup uses. */
    private static List<Long> floats(TestDatabase database) throws SQLException {
        DataSource binary = database.dataSource(database.jdbcUrlWith("useServerPrepStmts", "true"));
        List<Long> bits = new ArrayList<>();
        try (Connection connection = binary.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT f, d FROM zoo WHERE f IS NOT NULL ORDER BY id");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                bits.add(Integer.toUnsignedLong(Float.floatToRawIntBits(rows.getFloat(1))));
                bits.add(Double.doubleToRawLongBits(rows.getDouble(2)));
            }
        }
        return bits;
    }

    private static String definition(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE zoo")) {
            row.next();
            return row.getString(2);
        }
    }
}
