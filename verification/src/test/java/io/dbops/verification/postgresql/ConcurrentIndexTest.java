package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import io.dbops.verification.Heard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a concurrent build of an index that breaks off leaves behind, and who may remove it. */
final class ConcurrentIndexTest {

    private static final String VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('t_n')";

    @TempDir
    Path scripts;

    private final Heard warnings = Heard.warnings();

    private DbOps dbOps(TestDatabase database) throws Exception {
        Files.writeString(scripts.resolve("V1__t.sql"), "CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (1);");
        Files.writeString(scripts.resolve("V2__i.sql"), "CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);");
        return DbOps.builder()
                .dataSource(database.dataSource())
                .migrationsFrom(scripts)
                .listener(warnings)
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void theInvalidIndexOfOurOwnFailedBuildIsDroppedBeforeTheNextTry(ServerKind kind) throws Exception {
        try (TestDatabase database = TestServers.server(kind).createDatabase()) {
            DbOps db = dbOps(database);
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(query(database, VALID)).isEqualTo("f");

            execute(database, "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
            db.migrations().migrate();

            assertThat(query(database, VALID)).isEqualTo("t");
            assertThat(warnings.details())
                    .singleElement()
                    .asString()
                    .contains("V2__i.sql:1", "DROP INDEX CONCURRENTLY t_n");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void anInvalidIndexThatWasThereBeforeIsNotOurs(ServerKind kind) throws Exception {
        try (TestDatabase database = TestServers.server(kind).createDatabase()) {
            DbOps db = dbOps(database);
            execute(database, "CREATE TABLE other (n INT); INSERT INTO other VALUES (1), (1)");
            assertThatThrownBy(() -> execute(database, "CREATE UNIQUE INDEX CONCURRENTLY t_n ON other (n)"))
                    .isInstanceOf(SQLException.class);
            assertThat(query(database, VALID)).isEqualTo("f");

            for (int i = 0; i < 2; i++) {
                DbOpsException failure = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().migrate());
                assertThat(failure).hasMessageContaining("already exists");
            }

            assertThat(query(database, VALID)).isEqualTo("f");
            assertThat(warnings.details()).isEmpty();
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
