package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link DatabaseDialect}, with its sessions and its lock, on a real database. A dialect's tests extend this
 * class, once for each version that it serves.
 */
public abstract class DialectTck extends DataTck {

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

    /** For subclasses. */
    protected DialectTck() {}

    @Test
    void theIdIsShortAndLowerCase() {
        assertThat(dialect().id())
                .matches("[a-z][a-z0-9]{1,19}")
                .isEqualTo(dialect().id());
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
    void aProbeTakesTwoRoundTripsAtMost() throws SQLException {
        StatementCount count = new StatementCount();
        dialect().probe(count.over(connect()));
        assertThat(count.executed()).hasSizeBetween(1, 2);
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
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
        }
    }
}
