package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.Owners;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners, privileges and default privileges come back, under the same names, under others, or not at all. */
final class PostgreSqlOwnersTest {

    /** What has an owner or privileges, by name; the target's own superuser is told by its name too. */
    private static final List<String> ACCESS = List.of(
            "SELECT 'schema', nspname::text, pg_get_userbyid(nspowner), nspacl::text FROM pg_namespace"
                    + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
            "SELECT 'relation', oid::regclass::text, pg_get_userbyid(relowner), relacl::text FROM pg_class"
                    + " WHERE oid >= 16384 AND relnamespace::regnamespace::text !~ '^pg_'",
            "SELECT 'column', attrelid::regclass || '.' || attname, NULL, attacl::text FROM pg_attribute WHERE attacl IS NOT NULL"
                    + " AND attrelid >= 16384",
            "SELECT 'routine', oid::regprocedure::text, pg_get_userbyid(proowner), proacl::text FROM pg_proc WHERE oid >= 16384",
            "SELECT 'type', oid::regtype::text, pg_get_userbyid(typowner), typacl::text FROM pg_type WHERE oid >= 16384"
                    + " AND typtype <> 'm' AND typname !~ '^_'",
            "SELECT 'collation', oid::regcollation::text, pg_get_userbyid(collowner), NULL FROM pg_collation WHERE oid >= 16384",
            "SELECT 'statistics', stxname::text, pg_get_userbyid(stxowner), NULL FROM pg_statistic_ext",
            "SELECT 'default', pg_get_userbyid(defaclrole) || ' ' || defaclnamespace::regnamespace || ' ' || defaclobjtype::text, NULL,"
                    + " defaclacl::text FROM pg_default_acl");

    @TempDir
    Path temp;

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    /** Roles are of the whole server, so each test has its own. */
    private record Roles(TestDatabase database, TestDatabase target) implements AutoCloseable {

        static Roles create(TestDatabase database, TestDatabase target) throws SQLException {
            Roles roles = new Roles(database, target);
            for (String role : List.of("owner", "other", "reader", "Odd \"TO\", x")) {
                Sql.run(database.dataSource(), "CREATE ROLE " + roles.quoted(role));
            }
            return roles;
        }

        String name(String role) {
            return database.name() + " " + role;
        }

        String quoted(String role) {
            return '"' + name(role).replace("\"", "\"\"") + '"';
        }

        /** {@code <owner>} stands for that role. */
        String in(String script) {
            String text = script;
            for (String role : List.of("owner", "other", "reader", "Odd \"TO\", x")) {
                text = text.replace("<" + role.split(" ")[0] + ">", quoted(role));
            }
            return text;
        }

        private void forget(TestDatabase where) throws SQLException {
            for (String role : List.of("Odd \"TO\", x", "reader", "other", "owner")) {
                Sql.run(
                        where.dataSource(),
                        "REASSIGN OWNED BY " + quoted(role) + " TO CURRENT_USER; DROP OWNED BY " + quoted(role)
                                + " CASCADE");
            }
        }

        @Override
        public void close() throws SQLException {
            forget(target);
            forget(database);
            for (String role : List.of("owner", "other", "reader", "Odd \"TO\", x")) {
                Sql.run(database.dataSource(), "DROP ROLE " + quoted(role));
            }
        }
    }

    private static final String OWNED = """
            CREATE SCHEMA mine AUTHORIZATION <owner>;
            CREATE SCHEMA role;
            GRANT USAGE, CREATE ON SCHEMA mine TO <other> WITH GRANT OPTION;
            CREATE TABLE mine.orders (id serial PRIMARY KEY, "role" text, "Odd, ""TO"" x" integer, free integer
                GENERATED ALWAYS AS IDENTITY);
            ALTER TABLE mine.orders OWNER TO <owner>;
            GRANT SELECT, INSERT ON mine.orders TO <reader>;
            GRANT SELECT ("role", "Odd, ""TO"" x"), UPDATE (id) ON mine.orders TO <Odd> WITH GRANT OPTION;
            GRANT ALL ON mine.orders TO <other> WITH GRANT OPTION;
            SET ROLE <other>; GRANT DELETE ON mine.orders TO PUBLIC; GRANT TRUNCATE ON mine.orders TO <Odd>; RESET ROLE;
            REVOKE UPDATE ON mine.orders FROM <owner>;
            GRANT USAGE ON SEQUENCE mine.orders_id_seq TO <reader>; GRANT SELECT ON SEQUENCE mine.orders_free_seq TO <reader>;
            CREATE TABLE role."FROM" (x integer); GRANT SELECT ON role."FROM" TO <reader>;
            CREATE TABLE mine.closed (x integer); REVOKE ALL ON mine.closed FROM CURRENT_USER;
            CREATE SEQUENCE mine.free_standing; ALTER SEQUENCE mine.free_standing OWNER TO <Odd>;
            CREATE VIEW mine.seen AS SELECT id FROM mine.orders; ALTER VIEW mine.seen OWNER TO <owner>;
            GRANT SELECT ON mine.seen TO PUBLIC;
            CREATE MATERIALIZED VIEW mine.kept AS SELECT id FROM mine.orders; ALTER MATERIALIZED VIEW mine.kept OWNER TO <reader>;
            CREATE FUNCTION mine.secret(a integer, VARIADIC b text[]) RETURNS integer LANGUAGE sql SECURITY DEFINER
                AS 'SELECT 1';
            ALTER FUNCTION mine.secret OWNER TO <owner>; REVOKE ALL ON FUNCTION mine.secret FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION mine.secret TO <reader>;
            CREATE PROCEDURE mine.act() LANGUAGE sql AS 'SELECT 1'; ALTER PROCEDURE mine.act OWNER TO <other>;
            CREATE AGGREGATE mine.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
            ALTER AGGREGATE mine.total(integer) OWNER TO <owner>; REVOKE ALL ON FUNCTION mine.total FROM PUBLIC;
            CREATE AGGREGATE mine.ordered(ORDER BY integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
            ALTER AGGREGATE mine.ordered(ORDER BY integer) OWNER TO <owner>;
            CREATE TYPE mine.mood AS ENUM ('good'); ALTER TYPE mine.mood OWNER TO <owner>; REVOKE ALL ON TYPE mine.mood FROM PUBLIC;
            GRANT USAGE ON TYPE mine.mood TO <reader>;
            CREATE DOMAIN mine.small AS integer CHECK (VALUE < 10); ALTER DOMAIN mine.small OWNER TO <other>;
            CREATE TYPE mine.pair AS (a integer, b text); ALTER TYPE mine.pair OWNER TO <owner>;
            CREATE TYPE mine.span AS RANGE (subtype = integer); ALTER TYPE mine.span OWNER TO <owner>;
            CREATE COLLATION mine.plain (provider = libc, locale = 'C'); ALTER COLLATION mine.plain OWNER TO <owner>;
            CREATE STATISTICS mine.together ON id, "role" FROM mine.orders; ALTER STATISTICS mine.together OWNER TO <owner>;
            CREATE POLICY for_readers ON mine.orders FOR SELECT TO <reader>, <Odd> USING ("role" = 'TO "a", "b"');
            REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO <reader>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> IN SCHEMA mine GRANT SELECT ON TABLES TO <reader>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <owner> IN SCHEMA mine GRANT USAGE ON SEQUENCES TO <Odd> WITH GRANT OPTION;
            ALTER DEFAULT PRIVILEGES FOR ROLE <other> REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
            ALTER DEFAULT PRIVILEGES FOR ROLE <other> GRANT USAGE ON TYPES TO <reader>;
            ALTER DEFAULT PRIVILEGES FOR ROLE <other> GRANT ALL ON SCHEMAS TO <reader>;
            INSERT INTO mine.orders ("role") VALUES ('a'), ('b'); REFRESH MATERIALIZED VIEW mine.kept;
            """;

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void owners_and_privileges_come_back(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                Roles roles = build(source, target)) {
            restore(source, target, Owners.kept());

            assertThat(access(target)).containsExactlyElementsOf(access(source));
            assertThat(Sql.text(target.dataSource(), "SELECT count(*) FROM mine.kept"))
                    .isEqualTo("2");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void accounts_have_other_names_in_the_target(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                Roles roles = build(source, target);
                Roles others = Roles.create(target, source)) {
            Map<String, String> names = Map.of(
                    roles.name("owner"), others.name("owner"),
                    roles.name("Odd \"TO\", x"), others.name("Odd \"TO\", x"),
                    roles.name("reader"), others.name("reader"));
            restore(source, target, Owners.mapped(names));

            List<String> expected = new ArrayList<>();
            for (String line : access(source)) {
                // as text in text in an array in a row: told apart by the database's name, which no other role has
                expected.add(line.replace(source.name() + " owner", target.name() + " owner")
                        .replace(source.name() + " Odd", target.name() + " Odd")
                        .replace(source.name() + " reader", target.name() + " reader"));
            }
            assertThat(access(target)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(Sql.text(target.dataSource(), "SELECT roles::text || qual FROM pg_policies"))
                    .contains(target.name() + " reader", target.name() + " Odd", "TO \"a\", \"b\"")
                    .doesNotContain(source.name());
            roles.forget(target); // what one granted to another goes with the one who granted it
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void without_owners_everything_is_of_who_restores(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                Roles roles = build(source, target)) {
            restore(source, target, Owners.dropped());

            String own = Sql.text(target.dataSource(), "SELECT current_user");
            assertThat(access(target))
                    .hasSizeGreaterThan(20)
                    .noneMatch(line -> line.contains(source.name()))
                    .filteredOn(line -> !line.startsWith("(schema,public,"))
                    .allSatisfy(line -> assertThat(line).endsWith("," + own + ",)"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#ends")
    void a_role_that_is_missing_or_may_not_be_used_is_told_beforehand(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                Roles roles = build(source, target)) {
            String nobody = source.name() + " nobody";
            assertThatThrownBy(() -> restore(source, target, Owners.mapped(Map.of(roles.name("reader"), nobody))))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("Role " + nobody + " is missing on the target");
            assertThatThrownBy(() -> restore(source, target, Owners.mapped(Map.of(nobody, roles.name("reader")))))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("nothing that is restored names the account " + nobody)
                    .hasMessageContaining(roles.name("reader"));
            String url = target.jdbcUrlWith("options", "-c%20role=pg_monitor");
            try (DbOps dbOps = dbOps(source)) {
                assertThat(dbOps.backups()
                                .planRestore(RecoveryTarget.latest(), target.dataSource(url), RestoreOptions.defaults())
                                .faults())
                        .anyMatch(each -> each.contains("no member of role " + roles.name("owner")));
            }
            assertThat(access(target)).hasSize(1);
        }
    }

    private Roles build(TestDatabase source, TestDatabase target) throws SQLException {
        Roles roles = Roles.create(source, target);
        try (Connection connection = source.dataSource().getConnection()) {
            Sql.run(connection, roles.in(OWNED));
        }
        try (DbOps dbOps = dbOps(source)) {
            dbOps.backups().full();
        }
        return roles;
    }

    private DbOps dbOps(TestDatabase source) {
        return DbOps.builder()
                .dataSource(source.dataSource())
                .backupsTo(FileSystemStore.at(temp))
                .backupKeys(() -> keys)
                .build();
    }

    private void restore(TestDatabase source, TestDatabase target, Owners owners) {
        try (DbOps dbOps = dbOps(source)) {
            dbOps.backups()
                    .restore(
                            RecoveryTarget.latest(),
                            target.dataSource(),
                            RestoreOptions.builder().owners(owners).build());
        }
    }

    private static List<String> access(TestDatabase database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection()) {
            for (String query : ACCESS) {
                lines.addAll(Sql.rows(connection, "SELECT q::text FROM (" + query + ") q ORDER BY 1"));
            }
        }
        return lines;
    }
}
