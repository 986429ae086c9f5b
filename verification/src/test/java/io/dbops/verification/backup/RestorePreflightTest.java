package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restore needs and a target lacks is said before anything is touched. */
final class RestorePreflightTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @Test
    void a_role_that_a_policy_names_and_the_target_lacks_is_named() throws Exception {
        try (TestDatabase source = BackupSubjects.database(ServerKind.POSTGRESQL_18);
                TestDatabase target = BackupSubjects.database(ServerKind.POSTGRESQL_18);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            String role = source.name() + " to \"AS\" x";
            String quoted = '"' + role.replace("\"", "\"\"") + '"';
            execute(
                    source.dataSource(),
                    "CREATE ROLE " + quoted,
                    "CREATE TABLE t (x integer)",
                    "CREATE POLICY \"p TO q\" ON t TO " + quoted + ", CURRENT_USER USING (x > 0)",
                    "CREATE POLICY everybody ON t USING (x > 0)");
            dbOps.backups().full();
            assertThat(plan(dbOps, target).faults()).isEmpty();
            execute(source.dataSource(), "DROP TABLE t", "DROP ROLE " + quoted);

            assertThat(plan(dbOps, target).faults())
                    .singleElement()
                    .asString()
                    .contains("Role " + role)
                    .contains("p TO q");
            assertThatThrownBy(() -> dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource()))
                    .hasMessageContaining("nothing was touched")
                    .hasMessageContaining(role);
            execute(target.dataSource(), "CREATE TABLE t (x integer)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void an_account_in_whose_name_a_view_runs_and_the_target_lacks_is_named(ServerKind kind) throws Exception {
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            String account = "'" + source.name() + "'@'127.0.0.%'";
            execute(
                    source.dataSource(),
                    "CREATE USER " + account,
                    "CREATE TABLE t (x INT PRIMARY KEY)",
                    "CREATE DEFINER = " + account + " VIEW v AS SELECT x FROM t",
                    "CREATE VIEW own AS SELECT x FROM t");
            dbOps.backups().full();
            assertThat(plan(dbOps, target).faults()).isEmpty();
            execute(source.dataSource(), "DROP VIEW v", "DROP USER " + account);

            assertThat(plan(dbOps, target).faults())
                    .singleElement()
                    .asString()
                    .contains(source.name() + "@127.0.0.%")
                    .contains("view " + source.name() + ".v");
        }
    }

    /** A user who owns one database may not make objects that run in another's name. */
    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void a_user_who_may_not_define_for_another_account_is_told_beforehand(ServerKind kind) throws Exception {
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind)) {
            String user = target.name().substring(0, Math.min(32, target.name().length()));
            execute(
                    source.dataSource(),
                    "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'secret'",
                    "GRANT ALL ON `" + target.name() + "`.* TO '" + user + "'@'%'",
                    "CREATE TABLE t (x INT PRIMARY KEY)",
                    "CREATE VIEW v AS SELECT x FROM t");
            try (DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
                dbOps.backups().full();
                DataSource limited = target.dataSource(target.jdbcUrl(), user, "secret");
                assertThat(dbOps.backups()
                                .planRestore(RecoveryTarget.latest(), limited)
                                .faults())
                        .singleElement()
                        .asString()
                        .contains("may not define in the name of account root@");
            } finally {
                execute(source.dataSource(), "DROP USER '" + user + "'@'%'");
            }
        }
    }

    @Test
    void a_file_database_of_this_process_tells_its_free_space_and_one_in_memory_does_not() throws Exception {
        try (TestDatabase memory = BackupSubjects.database(ServerKind.H2);
                DbOps dbOps = BackupSubjects.dbOps(memory.dataSource(), store(), keys)) {
            execute(memory.dataSource(), "CREATE TABLE T (X INT)");
            dbOps.backups().full();
            JdbcDataSource file = new JdbcDataSource();
            file.setURL("jdbc:h2:" + temp.resolve("target"));

            RecoveryPlan plan = dbOps.backups().planRestore(RecoveryTarget.latest(), file);
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.freeSpace()).hasValueSatisfying(free -> assertThat(free.bytes())
                    .isBetween(1L, temp.toFile().getTotalSpace()));
            JdbcDataSource inMemory = new JdbcDataSource();
            inMemory.setURL("jdbc:h2:mem:");
            assertThat(dbOps.backups()
                            .planRestore(RecoveryTarget.latest(), inMemory)
                            .freeSpace())
                    .isEmpty();
        }
    }

    private static RecoveryPlan plan(DbOps dbOps, TestDatabase target) {
        return dbOps.backups().planRestore(RecoveryTarget.latest(), target.dataSource());
    }

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }

    private static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
