package io.dbops.verification.mysql;

import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of values that a server stored for a session that was not strict, or that text tends to lose; and what it holds, told
 * by the server itself.
 */
public final class OddValues {

    /** How many rows there are. */
    public static final int ROWS = 262;

    private static final String TABLE = """
            CREATE TABLE odd (
              id INT PRIMARY KEY,
              en ENUM('a','é') CHARACTER SET utf8mb4, ee ENUM('b','') CHARACTER SET utf8mb4 NOT NULL,
              ez ENUM('0','1','00000') CHARACTER SET utf8mb4 NOT NULL, el ENUM('x','ü') CHARACTER SET latin1,
              e2 ENUM('x','00') CHARACTER SET ucs2, e6 ENUM('0','x') CHARACTER SET utf16, e3 ENUM('ö','1') CHARACTER SET utf32,
              se SET('p','q') CHARACTER SET utf8mb4,
              da DATE, dt DATETIME(6), ts TIMESTAMP NULL, tm TIME(6), ye YEAR,
              de DECIMAL(65,30), di DECIMAL(65,0), b64 BIT(64), b7 BIT(7), f FLOAT, d DOUBLE,
              l1 VARCHAR(20) CHARACTER SET latin1, u2 VARCHAR(20) CHARACTER SET ucs2, u6 VARCHAR(20) CHARACTER SET utf16,
              u4 VARCHAR(20) CHARACTER SET utf8mb4, tx LONGTEXT CHARACTER SET utf8mb4,
              bi BINARY(4), vb VARBINARY(300), ge GEOMETRY, js JSON,
              gv INT GENERATED ALWAYS AS (id * 2) VIRTUAL, gs INT GENERATED ALWAYS AS (id * 3) STORED
            )
            """;

    private static final String LOOSE =
            "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'";

    private static final List<String> ENUMS = List.of("en", "ee", "ez", "el", "e2", "e6", "e3", "se");
    private static final List<String> DIGITS =
            List.of("id", "da", "dt", "ts", "tm", "ye", "de", "di", "b64 + 0", "b7 + 0", "gv", "gs", "js");
    private static final List<String> BYTES = List.of("l1", "u2", "u6", "u4", "tx", "bi", "vb", "ge");

    private OddValues() {}

    /** Makes table {@code odd}; what is refused by a strict session goes in through one that is not. */
    public static void create(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(LOOSE);
            statement.execute(TABLE);
            statement.execute("""
                    INSERT INTO odd (id, en, ee, ez, el, e2, e6, e3, se, da, dt, ts, tm, ye, de, di, b64, b7, f, d)
                    VALUES
                    (1, 'no', 'no', 'no', 'no', 'no', 'no', 'no', 'no,q', '0000-00-00', '0000-00-00 00:00:00',
                      '0000-00-00 00:00:00', '-838:59:59', 0, REPEAT('9', 35), REPEAT('9', 65), ~0, b'1111111', 1.4e-45, 4.9e-324),
                    (2, 'a', '', '0', 'x', 'x', '0', 'ö', '', '2024-00-00', '2024-00-00 00:00:00.000001', NULL, '34:22:33.5', 1901,
                      0, CONCAT('-', REPEAT('9', 65)), 1 << 63, 0, -0e0, -0e0),
                    (3, 'é', 'b', '00000', 'ü', '00', 'x', '1', 'p,q', '2023-02-31', '2023-02-31 23:59:59', '2038-01-19 03:14:07',
                      '-00:00:00.000001', 2155, -1e-30, -0, 0, 1, 1.1754942e-38, 2.2250738585072009e-308),
                    (4, NULL, 0, '1', NULL, NULL, NULL, NULL, NULL, '0000-01-01', '9999-12-31 23:59:59.999999', NULL, '-34:00:00', 1970,
                      NULL, NULL, NULL, NULL, -3.4028235e38, -1.7976931348623157e308)
                    """);
            statement.execute("""
                    INSERT INTO odd (id, ee, ez, l1, u2, u6, u4, tx, bi, ge, js) VALUES
                    (5, '', '0', _latin1 X'E95C27', _ucs2 X'0000005C000A2713', _utf16 X'D83DDE00005C0009', _utf8mb4 X'F09F98805C4E',
                      _utf8mb4 X'00080A0D091A5C272225605C4E0AF09F9880', X'000A', ST_GeomFromText('POINT(-0.1 1e300)', 4326 * 0),
                      '{"k": ["\\\\n", "\\\\u0000", 1.5, null, "😀"]}'),
                    (6, '', '0', '', '', '', '\\\\N', '\\\\.', '', NULL, '""')
                    """);
            try (PreparedStatement bytes =
                    connection.prepareStatement("INSERT INTO odd (id, ee, ez, vb) VALUES (?, '', '0', ?)")) {
                for (int b = 0; b < 256; b++) {
                    bytes.setInt(1, 1000 + b);
                    bytes.setBytes(2, new byte[] {(byte) b, 'N', (byte) b});
                    bytes.addBatch();
                }
                bytes.executeBatch();
            }
        }
    }

    /** One line for each row, exact to the last bit. */
    public static List<String> contents(TestDatabase database) throws SQLException {
        List<String> fields = new ArrayList<>();
        ENUMS.forEach(each -> fields.add("CONCAT(" + each + " + 0, HEX(" + each + "))"));
        DIGITS.forEach(each -> fields.add("CAST(" + each + " AS CHAR)"));
        BYTES.forEach(each -> fields.add("HEX(" + each + ")"));
        String texts =
                fields.stream().map(each -> "IFNULL(" + each + ", 'NULL')").collect(Collectors.joining(", "));
        List<String> rows = new ArrayList<>();
        // floats come by the binary protocol, which no part of a backup uses
        String url = database.jdbcUrlWith("useServerPrepStmts", "true");
        try (Connection connection = database.dataSource(url).getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT CONCAT_WS(' ', " + texts + "), f, d FROM odd ORDER BY id");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(row.getString(1)
                        + ' '
                        + Float.floatToRawIntBits(row.getFloat(2))
                        + ' '
                        + Double.doubleToRawLongBits(row.getDouble(3)));
            }
        }
        return rows;
    }

    /** The indexes of the first rows, to prove that what is compared is what was meant. */
    static Map<String, String> indexes(TestDatabase database) throws SQLException {
        String indexes =
                "SELECT CONCAT_WS(',', en + 0, ee + 0, ez + 0, el + 0, e2 + 0, e6 + 0, e3 + 0, se + 0) FROM odd WHERE id = ";
        return Map.of(
                "errors", Fixture.one(database.dataSource(), indexes + 1),
                "members", Fixture.one(database.dataSource(), indexes + 2),
                "others", Fixture.one(database.dataSource(), indexes + 3));
    }
}
