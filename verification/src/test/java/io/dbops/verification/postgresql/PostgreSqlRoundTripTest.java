package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.Owners;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgreSqlRoundTripTest {

    private final PostgreSqlSnapshotStrategy strategy = new PostgreSqlSnapshotStrategy();

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_zoo_of_objects_and_values_comes_back_as_it_was(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind)) {
            buildZoo(source, kind);
            Map<String, String> before = Fingerprint.of(source.dataSource());

            InMemoryBackup backup = InMemoryBackup.take(InMemoryBackup.request(source.dataSource(), 3, 16_384));
            assertThat(Fingerprint.of(source.dataSource()))
                    .as("a backup changes nothing")
                    .isEqualTo(before);
            backup.restore(target.dataSource());

            Map<String, String> after = Fingerprint.of(target.dataSource());
            assertThat(Fingerprint.differences(before, after)).isEmpty();
            assertThat(after).isEqualTo(before);
            assertThat(backup.chunks("zoo.everything")).isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_restored_zoo_gives_the_same_backup_again(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind)) {
            buildZoo(source, kind);
            InMemoryBackup first = InMemoryBackup.take(InMemoryBackup.request(source.dataSource(), 1, 1 << 20));
            first.restore(target.dataSource());

            InMemoryBackup second = InMemoryBackup.take(InMemoryBackup.request(target.dataSource(), 1, 1 << 20));

            assertThat(second.definitions()).isEqualTo(first.definitions());
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void identity_columns_and_sequences_go_on_where_they_were(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind)) {
            buildZoo(source, kind);
            String insert =
                    "INSERT INTO zoo.everything (i) VALUES (1) RETURNING format('%s %s %s', id, other, old_serial)";
            InMemoryBackup.take(InMemoryBackup.request(source.dataSource(), 1, 1 << 20))
                    .restore(target.dataSource());

            assertThat(Sql.text(target.dataSource(), insert)).isEqualTo(Sql.text(source.dataSource(), insert));
            assertThat(Sql.text(target.dataSource(), "SELECT nextval('zoo.untouched')"))
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void one_schema_alone_can_be_backed_up(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind)) {
            Sql.run(
                    source.dataSource(),
                    "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t AS SELECT 1 AS x; CREATE TABLE b.t AS SELECT 2 AS x");

            InMemoryBackup.take(InMemoryBackup.request(source.dataSource(), 1, 1 << 20, "b"))
                    .restore(target.dataSource());

            assertThat(Sql.text(
                            target.dataSource(),
                            "SELECT string_agg(schemaname || '.' || tablename, ',') FROM pg_tables"
                                    + " WHERE schemaname IN ('a', 'b')"))
                    .isEqualTo("b.t");
            assertThat(Sql.text(target.dataSource(), "SELECT x FROM b.t")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void the_check_names_what_a_backup_leaves_out_and_what_refuses_it(ServerKind kind) throws Exception {
        try (TestDatabase database = Servers.database(kind);
                Connection connection = database.dataSource().getConnection()) {
            buildZoo(database, kind);
            StrategyReport clean = strategy.check(connection, SnapshotScope.all());
            assertThat(clean.faults()).isEmpty();
            assertThat(clean.notCaptured()).anyMatch(sentence -> sentence.contains("z_counts"));

            Sql.run(connection, "CREATE PUBLICATION everything FOR ALL TABLES");
            Sql.run(
                    connection,
                    "CREATE OPERATOR zoo.%% (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = zoo.multiply)");
            String publication = "publication everything";
            String operator = "operator zoo.%%(numeric,numeric)";
            assertThat(strategy.check(connection, SnapshotScope.all()).faults())
                    .containsExactly(
                            "Not captured: " + operator + "; BackupOptions.acceptUncaptured(\"" + operator
                                    + "\") leaves it out.",
                            "Not captured: " + publication + "; BackupOptions.acceptUncaptured(\"" + publication
                                    + "\") leaves it out.");
            assertThatThrownBy(() -> InMemoryBackup.take(InMemoryBackup.request(database.dataSource(), 1, 1 << 20)))
                    .hasMessageContaining(publication);
            SnapshotScope accepting = SnapshotScope.all().acceptingUncaptured(Set.of(publication, operator));
            assertThat(strategy.check(connection, accepting).faults()).isEmpty();
            assertThat(strategy.check(connection, accepting).notCaptured())
                    .contains("Not captured: " + publication + ".", "Not captured: " + operator + ".");

            Sql.run(connection, "CREATE VIEW zoo.using_operator AS SELECT 1::numeric OPERATOR(zoo.%%) 2::numeric AS x");
            Sql.run(
                    connection,
                    "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;"
                            + " CREATE FOREIGN TABLE zoo.far (x integer) SERVER s");
            Sql.run(
                    connection,
                    "CREATE EXTENSION pg_trgm; GRANT EXECUTE ON FUNCTION public.similarity(text, text) TO pg_monitor");
            assertThat(strategy.check(connection, accepting).faults())
                    .anyMatch(sentence -> sentence.contains("using_operator") && sentence.contains("operator zoo.%%"))
                    .anyMatch(sentence -> sentence.contains("Not captured: foreign table zoo.far;"))
                    .anyMatch(sentence -> sentence.contains(
                            "change of privileges on function public.similarity(pg_catalog.text,pg_catalog.text);"));
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void a_target_that_is_not_empty_is_named_before_anything_is_touched(ServerKind kind) throws Exception {
        try (TestDatabase target = Servers.database(kind);
                RestoreSession restore = strategy.openRestore(target.dataSource())) {
            Sql.run(target.dataSource(), "CREATE EXTENSION citext");
            assertThat(restore.preflight(Set.of("public", "zoo"))).isEmpty();

            Sql.run(
                    target.dataSource(),
                    "CREATE SCHEMA zoo; CREATE TYPE zoo.mood AS ENUM (); CREATE FUNCTION f() RETURNS integer"
                            + " LANGUAGE sql AS 'SELECT 1'");

            assertThat(restore.preflight(Set.of("public", "zoo")))
                    .containsExactly(
                            "Schema public of the target is not empty: it has routine f.",
                            "Schema zoo of the target is not empty: it has type mood.");
        }
    }

    /** The least rights: to read all rows whatever their policies, and to own the database that is restored into. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#ends")
    void no_superuser_is_needed(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                Connection superuser = source.dataSource().getConnection()) {
            buildZoo(source, kind);
            String reader = source.name() + "_reader";
            String owner = target.name() + "_owner";
            Sql.run(
                    superuser,
                    "CREATE ROLE " + reader + " BYPASSRLS; GRANT pg_read_all_data TO " + reader + "; CREATE ROLE "
                            + owner + "; ALTER DATABASE " + target.name() + " OWNER TO " + owner);
            Sql.run(target.dataSource(), "GRANT CREATE ON SCHEMA public TO " + owner);
            try {
                InMemoryBackup.take(InMemoryBackup.request(as(source, reader), 2, 1 << 20))
                        .restore(as(target, owner), Owners.dropped());

                assertThat(Fingerprint.differences(
                                Fingerprint.of(source.dataSource()), Fingerprint.of(target.dataSource())))
                        .isEmpty();
            } finally {
                Sql.run(superuser, "ALTER DATABASE " + target.name() + " OWNER TO CURRENT_USER");
                Sql.run(target.dataSource(), "REASSIGN OWNED BY " + owner + " TO CURRENT_USER; DROP OWNED BY " + owner);
                Sql.run(superuser, "DROP OWNED BY " + reader + "; DROP ROLE " + reader + ", " + owner);
            }
        }
    }

    private static DataSource as(TestDatabase database, String role) {
        return database.dataSource(database.jdbcUrlWith("options", "-c%20role=" + role));
    }

    static void buildZoo(TestDatabase database, ServerKind kind) throws IOException, SQLException {
        // The simple protocol lets the server split the script: the driver does not find the end of BEGIN ATOMIC.
        String url = database.jdbcUrlWith("preferQueryMode", "simple");
        try (InputStream script = PostgreSqlRoundTripTest.class.getResourceAsStream("zoo.sql");
                Connection connection = database.dataSource(url).getConnection()) {
            Sql.run(connection, new String(script.readAllBytes(), StandardCharsets.UTF_8));
            if (Servers.major(kind) >= 15) {
                Sql.run(
                        connection,
                        "CREATE UNLOGGED SEQUENCE zoo.fast_numbers;"
                                + " CREATE TABLE zoo.nulls (x integer UNIQUE NULLS NOT DISTINCT);"
                                + " CREATE VIEW zoo.invoker WITH (security_invoker = true) AS SELECT id FROM zoo.base");
            }
            if (Servers.major(kind) >= 17) {
                Sql.run(
                        connection,
                        "CREATE TABLE zoo.numbered (id bigint GENERATED ALWAYS AS IDENTITY, k integer)"
                                + " PARTITION BY LIST (k); CREATE TABLE zoo.numbered_1 PARTITION OF zoo.numbered FOR VALUES IN (1);"
                                + " INSERT INTO zoo.numbered (k) VALUES (1), (1)");
            }
            if (Servers.major(kind) >= 18) {
                Sql.run(
                        connection,
                        "CREATE TABLE zoo.newest (i integer CONSTRAINT named NOT NULL NO INHERIT,"
                                + " v integer GENERATED ALWAYS AS (i + 1) VIRTUAL, c integer CONSTRAINT lax CHECK (c > 0) NOT ENFORCED, n integer);"
                                + " CREATE TABLE zoo.periods (a int4range, b int4range, PRIMARY KEY (a, b WITHOUT OVERLAPS));"
                                + " INSERT INTO zoo.newest (i) VALUES (1); ALTER TABLE zoo.newest ADD CONSTRAINT late NOT NULL n NOT VALID");
            }
        }
    }
}
