package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup of some schemas: what lies outside of them neither refuses it nor is reported. */
final class BackupScopeTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @Test
    void a_table_of_another_schema_that_cannot_be_read_refuses_no_backup_of_postgresql() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.POSTGRESQL_18)) {
            String role = database.name() + "_reader";
            execute(
                    database.dataSource(),
                    "CREATE SCHEMA mine",
                    "CREATE SCHEMA theirs",
                    "CREATE TABLE mine.t (x integer)",
                    "INSERT INTO mine.t VALUES (1), (2)",
                    "CREATE TABLE theirs.hidden (x integer)",
                    "CREATE MATERIALIZED VIEW theirs.computed AS SELECT 1 AS x",
                    "CREATE ROLE " + role,
                    "GRANT USAGE ON SCHEMA mine TO " + role,
                    "GRANT SELECT ON mine.t TO " + role);
            DataSource reader = database.dataSource(database.jdbcUrlWith("options", "-c%20role=" + role));
            try {
                BackupReport report = full(reader, "mine");
                assertThat(report.rows()).isEqualTo(2);
                assertThat(report.notCaptured()).noneMatch(sentence -> sentence.contains("theirs"));
                assertThatThrownBy(() -> full(reader, "mine", "theirs"))
                        .isInstanceOfSatisfying(
                                DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                        .hasMessageContaining("theirs.hidden");
            } finally {
                execute(database.dataSource(), "DROP OWNED BY " + role, "DROP ROLE " + role);
            }
        }
    }

    @Test
    void a_column_of_another_schema_that_is_not_captured_refuses_no_backup_of_h2() throws Exception {
        try (TestDatabase database = BackupSubjects.database(ServerKind.H2)) {
            execute(
                    database.dataSource(),
                    "CREATE SCHEMA MINE",
                    "CREATE SCHEMA THEIRS",
                    "CREATE TABLE MINE.T (X INT)",
                    "INSERT INTO MINE.T VALUES (1), (2)",
                    "CREATE TABLE THEIRS.ODD (R ROW(A INT, B INT))");
            assertThat(full(database.dataSource(), "MINE").rows()).isEqualTo(2);
            assertThatThrownBy(() -> full(database.dataSource(), "THEIRS"))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining("THEIRS.ODD");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void a_table_of_the_current_database_that_is_not_captured_refuses_no_backup_of_another(ServerKind kind)
            throws Exception {
        try (TestDatabase current = BackupSubjects.database(kind);
                TestDatabase other = BackupSubjects.database(kind)) {
            execute(current.dataSource(), "CREATE TABLE odd (x INT) ENGINE = MyISAM");
            execute(other.dataSource(), "CREATE TABLE t (x INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");

            assertThat(full(current.dataSource(), other.name()).rows()).isEqualTo(2);
            assertThatThrownBy(() -> full(current.dataSource(), current.name()))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining(current.name() + ".odd");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
    void tables_without_transactions_are_named_and_refused_unless_accepted(ServerKind kind) throws Exception {
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            execute(
                    source.dataSource(),
                    "CREATE TABLE t (x INT PRIMARY KEY, y VARCHAR(10)) ENGINE = MyISAM",
                    "INSERT INTO t VALUES (1, 'a'), (2, NULL)",
                    "CREATE TABLE m (x INT) ENGINE = MEMORY");
            assertThatThrownBy(() -> dbOps.backups().full())
                    .hasMessageContaining(source.name() + ".t has engine MyISAM")
                    .hasMessageContaining("acceptNonTransactional");

            BackupReport report = dbOps.backups()
                    .full(BackupOptions.builder().acceptNonTransactional().build());
            assertThat(report.rows()).isEqualTo(2);
            assertThat(report.notCaptured())
                    .anyMatch(sentence -> sentence.contains(source.name() + ".t has engine MyISAM"));
            dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
            assertThat(count(target.dataSource())).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void a_schema_that_is_not_there_is_named(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind)) {
            assertThatThrownBy(() -> full(database.dataSource(), "not_there"))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                    .hasMessageContaining("[not_there]")
                    .hasMessageContaining("Hint:");
        }
    }

    /** The source goes on to change: only what is read from the target itself can prove the restore. */
    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void a_restore_into_another_database_is_compared_with_that_database(ServerKind kind) throws Exception {
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            execute(source.dataSource(), "CREATE TABLE t (x INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
            dbOps.backups().full();
            execute(source.dataSource(), "INSERT INTO t VALUES (3)");

            assertThat(dbOps.backups()
                            .restore(RecoveryTarget.latest(), target.dataSource())
                            .rows())
                    .isEqualTo(2);
            assertThat(count(target.dataSource())).isEqualTo(2);
            assertThat(count(source.dataSource())).isEqualTo(3);
        }
    }

    private BackupReport full(DataSource source, String... schemas) {
        try (DbOps dbOps = BackupSubjects.dbOps(source, store(), keys)) {
            return dbOps.backups().full(BackupOptions.builder().schemas(schemas).build());
        }
    }

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }

    private static int count(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM t")) {
            row.next();
            return row.getInt(1);
        }
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
