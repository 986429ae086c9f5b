package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are rewritten between the look at them and their execution. */
final class ChangedFileTest {

    @TempDir
    Path scripts;

    /** What is longer than what is kept is read again. */
    @ParameterizedTest
    @EnumSource
    void aLongFileThatChangesWhileItIsAppliedIsNotApplied(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);", "-- long ".repeat(2000));
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        if (event.kind() == OperationEvent.Kind.ITEM_STARTED) {
                            rewrite("CREATE TABLE unseen (id INT);");
                        }
                    })
                    .build();
            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_INVALID);
            assertThat(failure).hasMessageContaining("changed while");

            script(scripts, "V1__t.sql", "CREATE TABLE unseen (id INT);");
            assertThat(dbOps(database.dataSource(), scripts)
                            .migrations()
                            .migrate()
                            .applied())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0"})
    void aShortFileIsAppliedAsItWasListedWhateverBecomesOfIt(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .listener(event -> {
                        if (event.kind() == OperationEvent.Kind.ITEM_STARTED) {
                            rewrite("CREATE TABLE unseen (id INT);");
                        }
                    })
                    .build();
            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("0");
            assertThat(db.migrations().validate().faults())
                    .singleElement()
                    .asString()
                    .contains("was changed after it was applied");
        }
    }

    /** They are read beside the connecting, and still come first. */
    @Test
    void aFaultOfTheFilesIsToldWhateverBecomesOfTheDatabase() throws Exception {
        script(scripts, "nonsense.sql", "SELECT 1;");
        DbOps unreachable = DbOps.builder()
                .url("jdbc:postgresql://127.0.0.1:1/nowhere?connectTimeout=5")
                .migrationsFrom(scripts)
                .build();
        assertFault(unreachable);
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            Databases.execute(database.dataSource(), "CREATE TABLE \"dbops_history\" (other INT)");
            assertFault(dbOps(database.dataSource(), scripts));
        }
    }

    private static void assertFault(DbOps db) {
        DbOpsException failure =
                catchThrowableOfType(DbOpsException.class, () -> db.migrations().migrate());
        assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_INVALID);
        assertThat(failure).hasMessageContaining("nonsense.sql");
    }

    private void rewrite(String text) {
        try {
            script(scripts, "V1__t.sql", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
