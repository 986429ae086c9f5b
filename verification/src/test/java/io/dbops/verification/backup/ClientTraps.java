package io.dbops.verification.backup;

import io.dbops.testservers.TestDatabase;
import io.dbops.verification.mysql.OddValues;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command-line client of MySQL and MariaDB could spoil on its way: values of every kind, and programs that hold
 * delimiters, comments, backslashes and the client's own commands.
 */
final class ClientTraps {

    private static final List<String> SHOWN = List.of(
            "TABLE odd",
            "TABLE `odd ``name';\"`",
            "PROCEDURE talk",
            "PROCEDURE slashes",
            "FUNCTION twice",
            "EVENT nightly",
            "VIEW top");

    private final TestDatabase database;

    ClientTraps(TestDatabase database) {
        this.database = database;
    }

    void create() throws SQLException {
        OddValues.create(database);
        new SampleShop(database)
                .execute(
                        "CREATE TABLE `odd ``name';\"` (`a;b` INT PRIMARY KEY, `c ``'\"` VARCHAR(20) COMMENT 'it''s // \\\\ -- #')",
                        "INSERT INTO `odd ``name';\"` VALUES (1, 'x'), (2, NULL)",
                        "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2",
                        "CREATE PROCEDURE talk() BEGIN -- a comment; that stays\n  # another\n  /* and 'this' */\n"
                                + "  SELECT 'a\\\\b;', \"//\", '\\q', 1 -- \\g\r\n  ;\nEND",
                        "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'",
                        "CREATE PROCEDURE slashes() BEGIN SELECT 'c:\\', ';', '\\'; END",
                        "CREATE TRIGGER second BEFORE INSERT ON odd FOR EACH ROW BEGIN SET NEW.u4 = 'x;'; END",
                        "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 02:00:00' DISABLE DO BEGIN DELETE FROM odd; END",
                        "CREATE VIEW top AS SELECT id, twice(id) AS two, ';//' AS text FROM odd");
    }

    /** Rows, as the server tells them, and definitions, as it shows them. */
    List<String> contents() throws SQLException {
        List<String> contents = new ArrayList<>(OddValues.contents(database));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            collect(statement, "SELECT `a;b`, `c ``'\"` FROM `odd ``name';\"` ORDER BY 1", contents);
            collect(
                    statement,
                    "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT, SQL_MODE, DEFINER"
                            + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()",
                    contents);
            for (String each : SHOWN) {
                collect(statement, "SHOW CREATE " + each, contents);
            }
        }
        return contents;
    }

    /** Without the database's name, by which MariaDB qualifies what a view reads, and without the time of creation. */
    private void collect(Statement statement, String sql, List<String> into) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    if (!row.getMetaData().getColumnLabel(i).equals("Created")) {
                        line.append(row.getString(i)).append('|');
                    }
                }
                into.add(line.toString().replace(database.name(), "DATABASE"));
            }
        }
    }
}
