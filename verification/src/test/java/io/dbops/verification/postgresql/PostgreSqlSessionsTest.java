package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgreSqlSessionsTest {

    private final PostgreSqlDialect dialect = new PostgreSqlDialect();
    private final SessionControl sessions = dialect.sessions();

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_session_is_alive_until_it_ends(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection observer = database.dataSource().getConnection();
                Connection observed = database.dataSource().getConnection()) {
            SessionIdentity session = sessions.identify(observed);
            assertThat(sessions.isAlive(observer, session)).isTrue();

            Sql.run(observer, "SELECT pg_terminate_backend(" + session.session() + ", 10000)");

            assertThat(sessions.isAlive(observer, session)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_reused_process_id_or_another_run_of_the_server_is_another_session(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection observer = database.dataSource().getConnection();
                Connection observed = database.dataSource().getConnection()) {
            SessionIdentity session = sessions.identify(observed);

            assertThat(sessions.isAlive(
                            observer, new SessionIdentity(session.server(), session.session(), "1000000000.000000")))
                    .isFalse();
            assertThat(sessions.isAlive(observer, new SessionIdentity("1@1", session.session(), session.startedAt())))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void every_setting_that_a_script_changes_is_put_back(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection connection = database.dataSource().getConnection()) {
            String role = database.name() + "_role";
            Sql.run(connection, "CREATE ROLE " + role);
            Sql.run(
                    connection,
                    "SET lock_timeout = '7s'; SET search_path = pg_catalog, \"odd \"\"name\"; SET app.note = E'a\\nb\\\\c'");
            String before = settings(connection);
            String captured = sessions.capture(connection);

            Sql.run(
                    connection,
                    "SET lock_timeout = 0; SET search_path = ''; SET app.note = 'x'; SET app.other = 'y';"
                            + " SET statement_timeout = '9s'; SET work_mem = '3MB'; SET TimeZone = 'Pacific/Apia';"
                            + " SET session_replication_role = replica; SET check_function_bodies = off; SET ROLE "
                            + role);
            assertThat(settings(connection)).isNotEqualTo(before);
            sessions.restore(connection, captured);

            assertThat(settings(connection)).isEqualTo(before);
            assertThat(sessions.capture(connection)).isEqualTo(captured);
            // No view shows these, so they are undone rather than put back.
            assertThat(Sql.text(connection, "SELECT current_setting('app.other') || current_setting('app.note')"))
                    .isEmpty();
            Sql.run(connection, "DROP ROLE " + role);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_role_that_was_set_is_set_again(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection connection = database.dataSource().getConnection()) {
            String role = database.name() + " \"role";
            String quoted = dialect.quote(role);
            Sql.run(connection, "CREATE ROLE " + quoted + "; SET ROLE " + quoted);
            String captured = sessions.capture(connection);

            Sql.run(connection, "RESET ROLE");
            sessions.restore(connection, captured);

            assertThat(Sql.text(connection, "SELECT current_user")).isEqualTo(role);
            Sql.run(connection, "RESET ROLE; DROP ROLE " + quoted);
        }
    }

    private static String settings(Connection connection) throws SQLException {
        return Sql.text(
                connection,
                "SELECT current_user || session_user || string_agg(name || '=' || setting, ';' ORDER BY name)"
                        + " FROM pg_settings WHERE name NOT LIKE 'transaction%'");
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void the_probe_finds_all_features_and_leaves_no_transaction(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Capabilities capabilities = dialect.probe(connection);

            for (Feature feature : Feature.values()) {
                assertThat(capabilities.support(feature).available())
                        .as(capabilities.toString())
                        .isTrue();
            }
            connection.setAutoCommit(true);
            String pid = Sql.text(connection, "SELECT pg_backend_pid()");
            connection.setAutoCommit(false);
            dialect.probe(connection);
            assertThat(Sql.text(database.dataSource(), "SELECT state FROM pg_stat_activity WHERE pid = " + pid))
                    .isEqualTo("idle");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void quoted_identifiers_reach_the_server_unchanged(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String name : new String[] {"select", "A\"b\\c", "ÄÖ 𝄞$?", "'", "x".repeat(63)}) {
                try (ResultSet row = statement.executeQuery("SELECT 1 AS " + dialect.quote(name))) {
                    assertThat(row.getMetaData().getColumnLabel(1)).isEqualTo(name);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void the_history_types_keep_case_and_the_queries_find_the_table(ServerKind kind) throws SQLException {
        try (TestDatabase database = Servers.database(kind);
                Connection connection = database.dataSource().getConnection()) {
            var sql = dialect.historySql();
            Sql.run(
                    connection,
                    "CREATE TABLE h (k " + sql.shortTextType() + " PRIMARY KEY, l " + sql.longTextType() + ", i "
                            + sql.integerType() + ", b " + sql.bigintType() + ")" + sql.tableSuffix());
            Sql.run(connection, "INSERT INTO h VALUES ('a', repeat('x', 20000), 1, 1), ('A', '', 2, 2)");

            String schema = Sql.text(connection, sql.currentSchemaQuery());
            assertThat(schema).isEqualTo("public");
            assertThat(Sql.text(connection, "SELECT string_agg(k, '' ORDER BY k) FROM h"))
                    .isEqualTo("Aa");
            try (PreparedStatement statement = connection.prepareStatement(sql.tableExistsQuery())) {
                statement.setString(1, schema);
                statement.setString(2, "h");
                try (ResultSet row = statement.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.next()).isFalse();
                }
                statement.setString(2, "H");
                try (ResultSet row = statement.executeQuery()) {
                    assertThat(row.next()).isFalse();
                }
            }
        }
    }
}
