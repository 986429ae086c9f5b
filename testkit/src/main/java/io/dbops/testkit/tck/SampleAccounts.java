package io.dbops.testkit.tck;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables of the strategy's tests: {@code account} with rows that are hard to write as text, and {@code nothing}. */
final class SampleAccounts {

    /** In order: what a text format may trip over. */
    private static final String[] NOTES = {
        "plain",
        "",
        "tab\tand\\t",
        "line\nfeed\\n",
        "carriage\rreturn",
        "\\N",
        "\\.",
        "'quoted' \"twice\"",
        "grün €",
        ", ;"
    };

    private SampleAccounts() {}

    static void create(Connection connection, int count) throws SQLException {
        DialectFixture.execute(
                connection, "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL, note VARCHAR(200))");
        DialectFixture.execute(connection, "CREATE TABLE nothing (id INT PRIMARY KEY)");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO account VALUES (?, ?, ?)")) {
            for (int i = 1; i <= count; i++) {
                insert.setInt(1, i);
                insert.setInt(2, 100);
                insert.setString(3, i % 11 == 0 ? null : NOTES[i % 10] + "x".repeat(i % 100));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Changes, adds and removes rows in one transaction. */
    static void changeEverything(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        DialectFixture.execute(connection, "UPDATE account SET balance = balance + id");
        DialectFixture.execute(connection, "DELETE FROM account WHERE id = 7");
        DialectFixture.execute(connection, "INSERT INTO account (id, balance) VALUES (1000000, 0)");
        DialectFixture.execute(connection, "INSERT INTO nothing VALUES (1)");
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Every row of both tables as one text each, by key. */
    static List<String> rows(Connection connection) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT id, balance, note FROM account ORDER BY id");
                ResultSet each = select.executeQuery()) {
            while (each.next()) {
                rows.add(each.getInt(1) + "|" + each.getInt(2) + "|" + each.getString(3));
            }
        }
        DialectFixture.query(connection, "SELECT id FROM nothing ORDER BY id").forEach(id -> rows.add("nothing " + id));
        return rows;
    }
}
