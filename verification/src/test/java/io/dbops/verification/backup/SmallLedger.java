package io.dbops.verification.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import javax.sql.DataSource;

/** Two small tables, for what is done to them many times over. */
final class SmallLedger {

    static final int ROWS = 120;

    private SmallLedger() {}

    static void create(DataSource connections) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)");
                statement.execute(
                        "CREATE TABLE booking (id INT PRIMARY KEY, account INT NOT NULL, subject VARCHAR(200),"
                                + " CONSTRAINT booking_account FOREIGN KEY (account) REFERENCES account (id))");
            }
            fill(connection, "INSERT INTO account VALUES (?, 7 * ?)", ROWS / 3);
            fill(connection, "INSERT INTO booking VALUES (?, 1 + MOD(?, 40), 'paid in cash, thank you')", ROWS * 2 / 3);
        }
    }

    private static void fill(Connection connection, String sql, int rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 1; i <= rows; i++) {
                insert.setInt(1, i);
                insert.setInt(2, i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All rows of both, in their order. */
    static String contents(DataSource connections) throws SQLException {
        StringJoiner contents = new StringJoiner("\n");
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT id, balance FROM account ORDER BY id")) {
                while (rows.next()) {
                    contents.add(rows.getInt(1) + " " + rows.getInt(2));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT id, account, subject FROM booking ORDER BY id")) {
                while (rows.next()) {
                    contents.add(rows.getInt(1) + " " + rows.getInt(2) + " " + rows.getString(3));
                }
            }
        }
        return contents.toString();
    }
}
