package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** What the tests of migrations share: databases, scripts, single questions. */
final class Databases {

    private Databases() {}

    static TestDatabase create(ServerKind kind) {
        require(kind);
        return TestServers.server(kind).createDatabase();
    }

    /** Where that server cannot run, the test is skipped with the reason. */
    static void require(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
    }

    static DbOps dbOps(DataSource connections, Path scripts) {
        return DbOps.builder().dataSource(connections).migrationsFrom(scripts).build();
    }

    /** Unpooled connections to an H2 database of the test's own. */
    static DataSource h2(String url, String user, String password) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    static void script(Path directory, String name, String... lines) throws IOException {
        Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    static String query(DataSource connections, String sql) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    static void execute(DataSource connections, String sql) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static boolean transactionalDdl(ServerKind kind) {
        return kind.family() == ServerKind.Family.POSTGRESQL;
    }

    /** The name as that database's dialect quotes it. */
    static String quoted(ServerKind kind, String name) {
        boolean back = kind.family() == ServerKind.Family.MYSQL || kind.family() == ServerKind.Family.MARIADB;
        return back ? "`" + name + "`" : "\"" + name + "\"";
    }
}
