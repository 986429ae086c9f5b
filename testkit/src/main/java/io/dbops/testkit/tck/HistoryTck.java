package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dbops.spi.sql.HistorySql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link HistorySql}; part of {@link DialectTck}. */
abstract class HistoryTck extends LexiconTck {

    private static final List<String> LIKE_KEYS =
            List.of("key", "Key", "KEY", "kéy", "key ", " key", "strasse", "straße");

    @Test
    void unqualifiedNamesAreCreatedInTheCurrentSchema() throws SQLException {
        Connection connection = connect();
        String schema = currentSchema(connection);
        execute(connection, "CREATE TABLE " + quoted("here") + " (id INT)");
        assertThat(tableExists(connection, schema, "here")).isTrue();
        assertThat(tableExists(connection, schema + "x", "here")).isFalse();
        assertThat(tableExists(connection, schema, "her_")).isFalse();
        assertThat(tableExists(connection, schema, "HERE")).isFalse();
        assertThat(query(connection, dialect().historySql().tableExistsQuery(), schema, "here"))
                .hasSize(1);
    }

    private Connection withHistory() throws SQLException {
        Connection connection = connect();
        HistorySql sql = dialect().historySql();
        execute(
                connection,
                "CREATE TABLE " + quoted("history") + " (k " + sql.shortTextType() + " NOT NULL, t "
                        + sql.longTextType() + ", i " + sql.integerType() + ", b " + sql.bigintType()
                        + ", PRIMARY KEY (k))" + sql.tableSuffix());
        return connection;
    }

    private void insert(Connection connection, String column, String key, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO " + quoted("history") + " (k, " + column + ") VALUES (?, ?)")) {
            statement.setString(1, key);
            statement.setObject(2, value);
            statement.executeUpdate();
        }
    }

    private List<String> select(Connection connection, String column, String key) throws SQLException {
        return query(connection, "SELECT " + column + " FROM " + quoted("history") + " WHERE k = ?", key);
    }

    @Test
    void aShortTextHolds200CharactersInAKey() throws SQLException {
        Connection connection = withHistory();
        String key = "ü€".repeat(100);
        insert(connection, "i", key, 1);
        assertThat(select(connection, "k", key)).containsExactly(key);
    }

    @Test
    void shortTextsAreComparedByteForByte() throws SQLException {
        Connection connection = withHistory();
        for (String key : LIKE_KEYS) {
            insert(connection, "t", key, key);
        }
        for (String key : LIKE_KEYS) {
            assertThat(select(connection, "t", key)).containsExactly(key);
        }
        assertThrows(SQLException.class, () -> insert(connection, "t", LIKE_KEYS.get(0), "twice"));
    }

    @Test
    void aLongTextHolds16000Characters() throws SQLException {
        Connection connection = withHistory();
        String text = "ü€x\n".repeat(4000);
        insert(connection, "t", "long", text);
        assertThat(select(connection, "t", "long")).containsExactly(text);
    }

    @Test
    void integersHoldTheirExtremes() throws SQLException {
        Connection connection = withHistory();
        insert(connection, "b", "most", Long.MAX_VALUE);
        insert(connection, "b", "least", Long.MIN_VALUE);
        insert(connection, "i", "more", Integer.MAX_VALUE);
        insert(connection, "i", "less", Integer.MIN_VALUE);
        assertThat(select(connection, "b", "most")).containsExactly("" + Long.MAX_VALUE);
        assertThat(select(connection, "b", "least")).containsExactly("" + Long.MIN_VALUE);
        assertThat(select(connection, "i", "more")).containsExactly("" + Integer.MAX_VALUE);
        assertThat(select(connection, "i", "less")).containsExactly("" + Integer.MIN_VALUE);
    }
}
