package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.PlannedMigration;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the pending migrations a run is about, and in what order they may come. */
final class SelectionTest {

    @TempDir
    Path scripts;

    @BeforeEach
    void write() throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        script(scripts, "V2__b.sql", "-- tags: [\"slow\", \"night\"]", "CREATE TABLE b (id INT);");
        script(scripts, "V3__c.sql", "-- dependencies: [\"2\"]", "CREATE TABLE c (id INT);");
        script(scripts, "V4__d.sql", "-- tags: [\"night\"]", "CREATE TABLE d (id INT);");
    }

    private static MigrateOptions options(UnaryOperator<MigrateOptions.Builder> choice) {
        return choice.apply(MigrateOptions.builder()).build();
    }

    private static List<String> applied(DbOps db, UnaryOperator<MigrateOptions.Builder> choice) {
        MigrateOptions options = options(choice);
        List<String> planned = db.migrations().planMigrate(options).pending().stream()
                .map(PlannedMigration::id)
                .toList();
        List<String> applied = db.migrations().migrate(options).applied().stream()
                .map(AppliedMigration::id)
                .toList();
        assertThat(planned).as("what was planned").isEqualTo(applied);
        return applied;
    }

    @Test
    void aTargetACountTheTagsAndOneAlone() throws Exception {
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            assertThat(applied(db, some -> some.only("1"))).containsExactly("1");
            assertThat(applied(db, some -> some.target("1"))).isEmpty();
            assertThat(applied(db, some -> some.tags("slow"))).containsExactly("2");
            assertThat(applied(db, some -> some.count(1).target("4"))).containsExactly("3");
            assertThat(applied(db, some -> some.tags("slow", "night"))).containsExactly("4");
            assertThat(applied(db, some -> some)).isEmpty();
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @Test
    void whatDependsOnSomethingThatIsLeftOutIsRefused() throws Exception {
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            assertThatThrownBy(() -> db.migrations().migrate(options(some -> some.only("3"))))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("only 3")
                    .hasMessageContaining("depends on 2, which is pending and not selected");
            assertThat(applied(db, some -> some.target("3"))).containsExactly("1", "2", "3");
        }
    }

    @Test
    void aNameThatIsNoneIsRefused() throws Exception {
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            for (MigrateOptions wrong :
                    List.of(options(some -> some.only("99")), options(some -> some.target("9.9")))) {
                assertThatThrownBy(() -> db.migrations().migrate(wrong))
                        .isInstanceOfSatisfying(
                                DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                        .hasMessageContaining(wrong.selection().toString());
            }
            assertThatThrownBy(() -> options(some -> some.only("1").count(2)))
                    .hasMessageContaining("no other selection");
            assertThatThrownBy(() -> options(some -> some.count(0))).hasMessageContaining("1 or more");
            assertThatThrownBy(() -> options(some -> some.target("1").target("2")))
                    .hasMessageContaining("target");
        }
    }

    @Test
    void whatComesTooLateIsWarnedOfAllowedOrRefused() throws Exception {
        try (TestDatabase database = Databases.create(ServerKind.H2)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            assertThat(applied(db, some -> some.only("4"))).containsExactly("4");
            assertThatThrownBy(
                            () -> db.migrations().migrate(options(some -> some.outOfOrder(MigrateOptions.Policy.FAIL))))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("V1__a.sql")
                    .hasMessageContaining("sorts before 4, which is applied");
            assertThat(db.migrations().planMigrate().warnings()).hasSize(3).allSatisfy(warning -> assertThat(warning)
                    .contains("sorts before 4"));
            assertThat(db.migrations()
                            .planMigrate(options(some -> some.outOfOrder(MigrateOptions.Policy.ALLOW)))
                            .warnings())
                    .isEmpty();
            script(scripts, "V0__first.sql", "-- dependencies: [\"4\"]", "CREATE TABLE z (id INT);");
            assertThat(db.migrations().planMigrate().warnings())
                    .as("an old version that depends on what is applied is in order")
                    .hasSize(3);
        }
    }
}
