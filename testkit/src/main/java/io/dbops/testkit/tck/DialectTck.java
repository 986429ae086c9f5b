package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dbops.error.DbOpsException;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link DatabaseDialect}, with its sessions and its lock, on a real database. A dialect's tests extend this
 * class, once for each version that it serves.
 */
public abstract class DialectTck extends SessionTck {

    private static final List<String> PRODUCTS =
            List.of("PostgreSQL", "MySQL", "MariaDB", "H2", "Oracle", "Microsoft SQL Server", "SQLite", "DB2");

    /** Each is a name that a table may have; together they hold what quoting can go wrong with. */
    private static final List<String> ODD_NAMES = List.of(
            "plain",
            "Plain",
            "PLAIN",
            "select",
            "two words",
            "double\"quote",
            "\"\"",
            "back`quote",
            "single'quote",
            "back\\slash",
            "a;b -- c",
            "dot.ted",
            "[bracket]",
            "$1 %s {} ?",
            "grün");

    private static final List<String> LIKE_KEYS =
            List.of("key", "Key", "KEY", "kéy", "key ", " key", "strasse", "straße");

    /** For subclasses. */
    protected DialectTck() {}

    @Test
    void theIdIsShortAndLowerCase() {
        assertThat(dialect().id()).matches("[a-z][a-z0-9]{1,19}");
    }

    @Test
    void itClaimsItsOwnDatabaseAndNoOther() throws SQLException {
        DatabaseIdentity own = DatabaseIdentity.of(connect());
        assertThat(dialect().claims(own)).isTrue();
        for (String product : PRODUCTS) {
            if (!product.equals(own.product())) {
                DatabaseIdentity other = new DatabaseIdentity(product, "18.1", 18, 1);
                assertThat(dialect().claims(other)).as("claims %s", other).isFalse();
            }
        }
    }

    @Test
    void aProbeLeavesNoTransactionOpenAndNoTrace() throws SQLException {
        Connection observer = connect();
        for (boolean autoCommit : new boolean[] {true, false}) {
            Connection connection = connect();
            String session = dialect().sessions().identify(connection).session();
            String settings = dialect().sessions().capture(connection);
            Set<String> tables = tables(observer);
            connection.setAutoCommit(autoCommit);

            dialect().probe(connection);

            assertThat(hasOpenTransaction(observer, session))
                    .as("open transaction with auto-commit %s", autoCommit)
                    .isFalse();
            assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            assertThat(dialect().sessions().capture(connection)).isEqualTo(settings);
            assertThat(tables(observer)).isEqualTo(tables);
        }
    }

    private Set<String> tables(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet rows = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_SCHEM") + "." + rows.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    @Test
    void aProbeTellsTheIdentityAndAReasonForEveryFeature() throws SQLException {
        Connection connection = connect();
        Capabilities found = dialect().probe(connection);
        assertThat(found.identity()).isEqualTo(DatabaseIdentity.of(connection));
        String unprobed = new Capabilities(found.identity(), Map.of())
                .support(Feature.DDL_LOCK)
                .reason();
        for (Feature feature : Feature.values()) {
            assertThat(found.support(feature).reason())
                    .as("reason for %s", feature)
                    .isNotBlank()
                    .isNotEqualTo(unprobed);
        }
    }

    @Test
    void ddlIsRolledBackExactlyWhereTheProbeSaysSo() throws SQLException {
        Connection connection = connect();
        boolean promised = dialect().probe(connection).has(Feature.TRANSACTIONAL_DDL);
        String schema = currentSchema(connection);
        connection.setAutoCommit(false);
        execute(connection, "CREATE TABLE " + quoted("rolled_back") + " (id INT)");
        connection.rollback();
        assertThat(tableExists(connection, schema, "rolled_back")).isEqualTo(!promised);
    }

    @Test
    void theLexiconKnowsStringsAndComments() throws SQLException {
        var lexicon = dialect().lexicon(DatabaseIdentity.of(connect()));
        assertThat(lexicon.quotes()).extracting(quote -> quote.open()).contains("'");
        assertThat(lexicon.lineComments()).extracting(comment -> comment.open()).contains("--");
    }

    @Test
    void aQuotedIdentifierNamesExactlyTheseCharacters() throws SQLException {
        Connection connection = connect();
        String schema = currentSchema(connection);
        for (String name : ODD_NAMES) {
            assertThat(tableExists(connection, schema, name))
                    .as("%s before", name)
                    .isFalse();
            execute(connection, "CREATE TABLE " + quoted(schema) + "." + quoted(name) + " (" + quoted(name) + " INT)");
            assertThat(tableExists(connection, schema, name)).as("%s", name).isTrue();
            assertThat(query(connection, "SELECT " + quoted(name) + " FROM " + quoted(name)))
                    .isEmpty();
        }
    }

    @Test
    void whatCannotBeQuotedIsRefused() {
        for (String name : List.of("", "nul\0")) {
            assertThatThrownBy(() -> dialect().quote(name))
                    .isInstanceOfAny(IllegalArgumentException.class, DbOpsException.class);
        }
    }

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
                        + sql.longTextType() + ", i " + sql.integerType() + ", b " + sql.bigintType() + ", p "
                        + sql.timestampType() + ", PRIMARY KEY (k))" + sql.tableSuffix());
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

    @Test
    void timesKeepTheirMicrosecondsAndCanBeFilledByTheDatabase() throws SQLException {
        Connection connection = withHistory();
        Timestamp time = Timestamp.valueOf("2026-11-22 09:30:00.123456");
        insert(connection, "p", "given", time);
        execute(connection, "INSERT INTO " + quoted("history") + " (k, p) VALUES ('filled', CURRENT_TIMESTAMP)");
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT p FROM " + quoted("history") + " ORDER BY k");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getTimestamp(1)).isNotNull();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getTimestamp(1)).isEqualTo(time);
        }
    }

    @Test
    void refusalsAreClassifiedByWhatTheyAre() throws SQLException {
        Connection connection = connect();
        execute(connection, "CREATE TABLE parcel (id INT PRIMARY KEY, n INT)");
        assertThat(classOf(connection, "CREATE TABLE parcel (id INT)")).isEqualTo(SqlFailure.ALREADY_EXISTS);
        assertThat(classOf(connection, "SELECT id FROM letter")).isEqualTo(SqlFailure.NOT_FOUND);
        assertThat(classOf(connection, "DROP TABLE letter")).isEqualTo(SqlFailure.NOT_FOUND);
        assertThat(classOf(connection, "SELEC id FROM parcel")).isEqualTo(SqlFailure.OTHER);
        assertThat(classOf(connection, "INSERT INTO parcel (id) VALUES (NULL)")).isEqualTo(SqlFailure.OTHER);
    }

    @Test
    void aLockThatIsNotGrantedInTimeIsALockTimeout() throws SQLException {
        Connection holder = connect();
        Connection waiter = connect();
        execute(holder, "CREATE TABLE parcel (id INT PRIMARY KEY, n INT)");
        execute(holder, "INSERT INTO parcel VALUES (1, 1)");
        holder.setAutoCommit(false);
        execute(holder, "UPDATE parcel SET n = 2 WHERE id = 1");
        execute(waiter, boundLockWaits());
        assertThat(classOf(waiter, "UPDATE parcel SET n = 3 WHERE id = 1")).isEqualTo(SqlFailure.LOCK_TIMEOUT);
    }

    @Test
    void aLostConnectionIsClassifiedAsLost() throws SQLException {
        Connection connection = connect();
        connection.close();
        SQLException lost = assertThrows(SQLException.class, () -> execute(connection, "SELECT 1"));
        assertThat(dialect().classify(lost)).isEqualTo(SqlFailure.CONNECTION_LOST);
    }

    @Test
    void failuresAreNotClassifiedByTheirMessage() {
        for (String message : List.of(
                "relation \"parcel\" already exists",
                "Table 'parcel' doesn't exist",
                "Lock wait timeout exceeded",
                "connection lost")) {
            assertThat(dialect().classify(new SQLException(message))).isEqualTo(SqlFailure.OTHER);
        }
    }

    private SqlFailure classOf(Connection connection, String sql) {
        return dialect().classify(assertThrows(SQLException.class, () -> execute(connection, sql), sql));
    }
}
