package io.dbops.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationState;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.Rows;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Sources;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UndoPlannerTest {

    private static final ResolvedMigration ONE = Sources.script("V1__one.sql", "SELECT 1;");
    private static final ResolvedMigration TWO = Sources.script("V2__two.sql", "SELECT 2;");
    private static final ResolvedMigration THREE =
            Sources.script("V3__three.sql", "-- dependencies: [\"1\"]\nSELECT 3;");
    private static final ResolvedMigration VIEW = Sources.script("R__view.sql", "SELECT 4;");
    private static final List<ResolvedMigration> ALL = List.of(ONE, TWO, THREE, VIEW);

    private final UndoPlanner planner =
            new UndoPlanner(new MigrationPlanner(each -> "sum of " + each.sourceDigest()), any -> true);

    @Test
    void theLastAppliedGoesFirstAndRepeatablesStay() {
        UndoDecision decision = planner.plan(
                ALL,
                history(TWO, ONE, THREE, VIEW),
                UndoOptions.builder().count(2).build());
        assertThat(decision.faults()).isEmpty();
        assertThat(decision.undone()).containsExactly(THREE, ONE);
        assertThat(decision.warnings()).containsExactly("repeatable migration R__view stays as it is");
    }

    @Test
    void anIdOrAVersionIsATargetThatStays() {
        assertThat(planner.plan(
                                ALL,
                                history(ONE, TWO, THREE),
                                UndoOptions.builder().to("1").build())
                        .undone())
                .containsExactly(THREE, TWO);
        assertThatThrownBy(() -> planner.plan(
                        ALL, history(ONE), UndoOptions.builder().to("2").build()))
                .isInstanceOfSatisfying(DbOpsException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CONFIGURATION));
    }

    @Test
    void whatStaysMayNotDependOnWhatGoes() {
        UndoOptions first = UndoOptions.builder().only("1").build();
        assertThat(planner.plan(ALL, history(ONE, TWO), first).faults()).isEmpty();
        assertThat(planner.plan(ALL, history(ONE, TWO, THREE), first).faults())
                .singleElement()
                .asString()
                .contains("V3__three.sql", "depends on 1");
    }

    @Test
    void everyReasonIsNamed() {
        List<HistoryRow> rows = new ArrayList<>(history(ONE, TWO).rows());
        rows.add(Rows.row(3, "9", "9", "VERSIONED", "V9__gone.sql", "x", MigrationState.COMPLETED));
        UndoPlanner silent = new UndoPlanner(new MigrationPlanner(any -> "another sum"), any -> false);
        ResolvedMigration changed = Sources.script("V2__two.sql", "SELECT 22;");
        ResolvedMigration never = Sources.script("V1__one.sql", "-- irreversible: never\nSELECT 1;");
        assertThat(silent.plan(
                                List.of(never, changed),
                                new HistorySnapshot(rows),
                                UndoOptions.builder().count(3).build())
                        .faults())
                .anyMatch(fault -> fault.contains("V9__gone.sql") && fault.contains("is in no source"))
                .anyMatch(fault -> fault.contains("V2__two.sql") && fault.contains("was changed after it was applied"))
                .anyMatch(fault -> fault.contains("V2__two.sql") && fault.contains("does not say how it is undone"))
                .anyMatch(fault -> fault.contains("V1__one.sql") && fault.contains("irreversible"));
    }

    @Test
    void anUndoThatBeganGoesFirst() {
        List<HistoryRow> rows = new ArrayList<>(history(ONE, TWO).rows());
        rows.add(Rows.row(3, "2", "2", "VERSIONED", "V2__two.sql", TWO.sourceDigest(), MigrationState.IN_PROGRESS));
        HistorySnapshot begun = new HistorySnapshot(rows);
        assertThat(planner.plan(ALL, begun, UndoOptions.builder().only("1").build())
                        .faults())
                .singleElement()
                .asString()
                .contains("the undo of 2 began");
        assertThat(planner.plan(ALL, begun, UndoOptions.defaults()).faults()).isEmpty();
    }

    private static HistorySnapshot history(ResolvedMigration... applied) {
        List<HistoryRow> rows = new ArrayList<>();
        for (ResolvedMigration each : applied) {
            rows.add(Rows.completed(rows.size() + 1, each));
        }
        return new HistorySnapshot(rows);
    }
}
