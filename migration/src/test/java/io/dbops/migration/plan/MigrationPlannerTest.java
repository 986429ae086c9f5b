package io.dbops.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrateOptions.Policy;
import io.dbops.migration.history.HistoryLedger;
import io.dbops.migration.history.HistoryRow;
import io.dbops.migration.history.HistorySnapshot;
import io.dbops.migration.history.Rows;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Sources;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MigrationPlannerTest {

    private static final MigrateOptions DEFAULTS = MigrateOptions.defaults();

    private final List<String> asked = new ArrayList<>();
    private final MigrationPlanner planner = new MigrationPlanner(migration -> {
        asked.add(migration.id());
        return "sum of " + migration.sourceDigest();
    });

    @Property
    void whatIsAppliedAndWhatIsPendingAreTheWhole(
            @ForAll @IntRange(max = 12) int total, @ForAll @IntRange(max = 12) int before) {
        List<ResolvedMigration> migrations = new ArrayList<>();
        for (int i = 1; i <= total; i++) {
            migrations.add(Sources.script("V" + i + "__x.sql", "SELECT " + i + ";"));
        }
        List<ResolvedMigration> applied = migrations.subList(0, Math.min(before, total));
        MigrationDecision decision =
                new MigrationPlanner(any -> "unasked").plan(migrations, history(applied), DEFAULTS);

        assertThat(decision.faults()).isEmpty();
        assertThat(decision.applied()).isEqualTo(applied.size());
        assertThat(decision.pending()).isEqualTo(migrations.subList(applied.size(), total));
    }

    @Test
    void scriptsWhoseBytesAreUnchangedAreNotParsed() {
        List<ResolvedMigration> migrations = List.of(Sources.script("V1__x.sql", "SELECT 1;"));
        planner.plan(migrations, history(migrations), DEFAULTS);
        assertThat(asked).isEmpty();
    }

    @Test
    void aChangedVersionedScriptIsAFaultAndAChangedRepeatableIsPending() {
        HistorySnapshot history =
                history(List.of(Sources.script("V1__x.sql", "SELECT 1;"), Sources.script("R__y.sql", "SELECT 1;")));
        MigrationDecision decision = planner.plan(
                List.of(Sources.script("V1__x.sql", "SELECT 2;"), Sources.script("R__y.sql", "SELECT 2;")),
                history,
                DEFAULTS);
        assertThat(decision.faults()).singleElement().asString().contains("V1__x.sql", "checksum");
        assertThat(decision.pending()).extracting(ResolvedMigration::id).containsExactly("R__y");
    }

    @Test
    void newerAppliedMigrationsFollowThePolicyAndARemovedOlderOneIsAFault() {
        ResolvedMigration first = Sources.script("V1__x.sql", "SELECT 1;");
        ResolvedMigration second = Sources.script("V2__x.sql", "SELECT 1;");
        HistorySnapshot both = history(List.of(first, second));

        assertThat(planner.plan(List.of(first), both, DEFAULTS).warnings())
                .singleElement()
                .asString()
                .contains("newer");
        assertThat(planner.plan(List.of(first), both, newerApplied(Policy.FAIL)).faults())
                .hasSize(1);
        assertThat(planner.plan(List.of(first), both, newerApplied(Policy.ALLOW))
                        .warnings())
                .isEmpty();
        assertThat(planner.plan(List.of(second), both, newerApplied(Policy.ALLOW))
                        .faults())
                .singleElement()
                .asString()
                .contains("V1__x.sql", "removed");
    }

    @Test
    void aPendingMigrationBeforeAnAppliedOneFollowsThePolicy() {
        ResolvedMigration first = Sources.script("V1__x.sql", "SELECT 1;");
        ResolvedMigration second = Sources.script("V2__x.sql", "SELECT 1;");
        MigrationDecision decision = planner.plan(List.of(first, second), history(List.of(second)), DEFAULTS);
        assertThat(decision.pending()).containsExactly(first);
        assertThat(decision.warnings()).singleElement().asString().contains("sorts before 2");
        MigrateOptions fail = MigrateOptions.builder().outOfOrder(Policy.FAIL).build();
        assertThat(planner.plan(List.of(first, second), history(List.of(second)), fail)
                        .faults())
                .hasSize(1);
    }

    private static MigrateOptions newerApplied(Policy policy) {
        return MigrateOptions.builder().newerApplied(policy).build();
    }

    private static HistorySnapshot history(List<ResolvedMigration> applied) {
        List<HistoryRow> rows = new ArrayList<>();
        HistoryLedger ledger = new HistoryLedger(HistorySnapshot.empty());
        for (ResolvedMigration migration : applied) {
            HistoryRow row = ledger.prepare(Rows.completed(ledger.nextSeq(), migration));
            ledger.advance(row);
            rows.add(row);
        }
        return new HistorySnapshot(rows);
    }
}
