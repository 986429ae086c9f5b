package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationContext;
import io.dbops.migration.ReversibleMigration;
import io.dbops.migration.set.MigrationCheck;
import io.dbops.migration.set.MigrationEntry;
import io.dbops.migration.set.MigrationEntry.Undo;
import io.dbops.migration.set.MigrationSet;
import io.dbops.spi.MigrationSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MigrationSetTest {

    private static MigrationCheck check(Map<String, String> scripts) {
        return MigrationSet.of(MigrationSource.ofScripts(scripts)).check();
    }

    @Test
    void theOrderIsThatOfDependenciesAndThenOfNames() {
        MigrationCheck check = check(Map.of(
                "V2__b.sql", "SELECT 1;",
                "V10__c.sql", "SELECT 1;",
                "V1__a.sql", "-- dependencies: [\"10\"]\nSELECT 1;",
                "R__views.sql", "SELECT 1;"));
        assertThat(check.orFail().order()).extracting(MigrationEntry::id).containsExactly("2", "10", "1", "R__views");
        assertThat(check.toString())
                .startsWith("4 migrations, 0 faults")
                .contains("1 a (")
                .contains(" after 10");
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        Map<String, String> scripts = new LinkedHashMap<>();
        scripts.put("V1__a.sql", "-- dependencies: [\"3\"]\nSELECT 1;");
        scripts.put("V2__b.sql", "-- dependencies: [\"1\"]\nSELECT 1;");
        scripts.put("V3__c.sql", "-- dependencies: [\"2\"]\nSELECT 1;");
        scripts.put("V4__d.sql", "-- dependencies: [\"nobody\"]\nSELECT 1;");
        scripts.put("V04__again.sql", "SELECT 1;");
        scripts.put("users.sql", "SELECT 1;");
        scripts.put("U9__x.sql", "SELECT 1;");
        MigrationCheck check = check(scripts);
        assertThat(check.isValid()).isFalse();
        assertThat(check.order()).isEmpty();
        assertThat(check.faults())
                .anySatisfy(fault -> assertThat(fault).contains("users.sql"))
                .anySatisfy(fault -> assertThat(fault).contains("U9__x.sql", "belongs to no migration"))
                .anySatisfy(fault -> assertThat(fault).contains("V4__d.sql", "V04__again.sql"));
        assertThatThrownBy(check::orFail)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_INVALID))
                .hasMessageContaining("users.sql")
                .hasMessageContaining("U9__x.sql");
    }

    @Test
    void aCycleIsNamedByItsPathAndAMissingDependencyByItsId() {
        MigrationCheck check = check(Map.of(
                "V1__a.sql", "-- dependencies: [\"3\"]\nSELECT 1;",
                "V2__b.sql", "-- dependencies: [\"1\"]\nSELECT 1;",
                "V3__c.sql", "-- dependencies: [\"2\"]\nSELECT 1;",
                "V4__d.sql", "-- dependencies: [\"nobody\"]\nSELECT 1;"));
        assertThat(check.faults())
                .anySatisfy(fault ->
                        assertThat(fault).containsPattern("(1 -> 3 -> 2 -> 1|2 -> 1 -> 3 -> 2|3 -> 2 -> 1 -> 3)"))
                .anySatisfy(fault -> assertThat(fault).contains("nobody"));
    }

    @Test
    void withADialectStatementsAreReadAndUndoIsKnown() {
        MigrationCheck check = MigrationSet.builder()
                .from(MigrationSource.ofScripts(Map.of(
                        "20261122093000_section.sql", "-- UP\nSELECT 1;\n-- DOWN\nSELECT 2;",
                        "V1__script.sql", "SELECT 1;",
                        "U1__script.sql", "SELECT 2;",
                        "V2__never.sql", "-- irreversible: it sends mail\nSELECT 1;",
                        "V3__none.sql", "SELECT 1;",
                        "V4__broken.sql", "SELECT 'open;",
                        "V5__both.sql", "-- irreversible: no\nSELECT 1;",
                        "U5__both.sql", "SELECT 1;")))
                .from(new Reversible())
                .dialect("postgresql")
                .requireUndo()
                .build()
                .check();
        assertThat(check.order())
                .extracting(MigrationEntry::id, MigrationEntry::undo)
                .contains(
                        tuple("20261122093000", Undo.SECTION),
                        tuple("1", Undo.SCRIPT),
                        tuple("2", Undo.IRREVERSIBLE),
                        tuple("3", Undo.NONE),
                        tuple("java", Undo.JAVA));
        assertThat(check.faults())
                .hasSize(3)
                .anySatisfy(fault -> assertThat(fault).contains("V4__broken.sql:1"))
                .anySatisfy(fault -> assertThat(fault).contains("V3__none.sql", "neither how it is undone"))
                .anySatisfy(fault -> assertThat(fault).contains("V5__both.sql", "irreversible, and how it is undone"));
    }

    @Test
    void whatCannotBeLookedAtIsRefusedWhenTheSetIsMade() {
        assertThatThrownBy(() -> MigrationSet.builder().build()).hasMessageContaining("at least one source");
        assertThatThrownBy(() -> MigrationSet.builder()
                        .from("classpath:db")
                        .requireUndo()
                        .build())
                .hasMessageContaining("requireUndo() needs a dialect");
        assertThatThrownBy(() -> MigrationSet.builder().dialect("nosuch"))
                .hasMessageContaining("no dialect has the id 'nosuch'");
        assertThatThrownBy(() -> MigrationSet.builder().from("db/migration")).hasMessageContaining("classpath:");
        assertThatThrownBy(() -> MigrationSet.builder().from("classpath:db/../../etc"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoMigrationsWithOneIdAreAFault() {
        JavaMigration one = new Reversible();
        assertThat(MigrationSet.builder()
                        .from(one)
                        .from(MigrationSource.ofScripts(
                                Map.of("20261122093000_x.sql", "-- migration_id: java\nSELECT 1;")))
                        .build()
                        .check()
                        .faults())
                .singleElement()
                .asString()
                .contains("java", "20261122093000_x.sql");
    }

    private static final class Reversible implements ReversibleMigration {
        @Override
        public String id() {
            return "java";
        }

        @Override
        public void up(MigrationContext context) {
            throw new UnsupportedOperationException("is only looked at");
        }

        @Override
        public void down(MigrationContext context) {
            throw new UnsupportedOperationException("is only looked at");
        }
    }
}
