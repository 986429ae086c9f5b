package io.dbops.verification.tck;

import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * A role beside the one that owns a test database; it may log in.
 *
 * @param database where it may log in
 * @param name the role's
 * @param family the product
 */
record Stranger(TestDatabase database, String name, Family family) {

    private static final String PASSWORD = "stranger1";

    /** Makes the role. */
    static Stranger in(TestDatabase database, Family family) throws SQLException {
        Stranger stranger = new Stranger(database, database.name() + "_x", family);
        stranger.run(
                switch (family) {
                    case H2 -> List.of("CREATE USER " + stranger.name + " PASSWORD '" + PASSWORD + "'");
                    case POSTGRESQL -> List.of("CREATE ROLE " + stranger.name + " LOGIN PASSWORD '" + PASSWORD + "'");
                    // Without any right in a database nobody can make it the current one.
                    case MYSQL, MARIADB ->
                        List.of(
                                "CREATE USER '" + stranger.name + "'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                                "GRANT EXECUTE ON " + database.name() + ".* TO '" + stranger.name + "'@'%'");
                });
        return stranger;
    }

    /** Lets the role read one table. */
    Stranger mayRead(String table) throws SQLException {
        run(List.of(
                family == Family.MYSQL || family == Family.MARIADB
                        ? "GRANT SELECT ON " + database.name() + "." + table + " TO '" + name + "'@'%'"
                        : "GRANT SELECT ON " + table + " TO " + name));
        return this;
    }

    DataSource connections() {
        return database.dataSource(database.jdbcUrl(), name, PASSWORD);
    }

    /** Drops the role, which outlives a database of a server. */
    void drop() throws SQLException {
        run(
                switch (family) {
                    case H2 -> List.of("DROP USER " + name);
                    case POSTGRESQL -> List.of("DROP OWNED BY " + name, "DROP ROLE " + name);
                    case MYSQL, MARIADB -> List.of("DROP USER '" + name + "'@'%'");
                });
    }

    private void run(List<String> statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
