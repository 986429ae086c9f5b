package io.dbops.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Sources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DependencyGraphTest {

    @Property
    void everyDependencyComesFirstWhateverTheOrderOfTheFiles(
            @ForAll long seed, @ForAll @IntRange(max = 25) int size, @ForAll @IntRange(max = 40) int edges) {
        Random random = new Random(seed);
        List<ResolvedMigration> migrations = acyclic(random, size, edges);
        List<ResolvedMigration> order = order(migrations, Set.of());

        assertThat(order).hasSameElementsAs(migrations).hasSameSizeAs(migrations);
        Set<String> seen = new HashSet<>();
        for (ResolvedMigration migration : order) {
            assertThat(seen).containsAll(migration.dependencies());
            seen.add(migration.id());
        }
        Collections.shuffle(migrations, random);
        assertThat(ids(order(migrations, Set.of()))).isEqualTo(ids(order));
    }

    @Property
    void theUnrelatedAreInVersionOrder(@ForAll long seed, @ForAll @IntRange(max = 25) int size) {
        List<ResolvedMigration> migrations = acyclic(new Random(seed), size, 0);
        assertThat(order(migrations, Set.of())).isSorted();
    }

    @Property
    void aCycleIsReportedAsItsPath(@ForAll @IntRange(min = 1, max = 9) int length, @ForAll long seed) {
        List<ResolvedMigration> migrations = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            migrations.add(Sources.java("c" + i, Set.of("c" + (i + 1) % length)));
        }
        migrations.add(Sources.java("after", Set.of("c0")));
        Collections.shuffle(migrations, new Random(seed));
        assertThatThrownBy(() -> order(migrations, Set.of()))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_ORDER))
                .hasMessageContaining("c0 -> " + (length == 1 ? "c0" : "c1"))
                .hasMessageNotContaining("after");
    }

    @Test
    void aMissingDependencyNamesWhoWantsIt() {
        assertThatThrownBy(() -> order(List.of(Sources.java("b", Set.of("a"))), Set.of()))
                .hasMessageContaining("b (")
                .hasMessageContaining("depends on a");
    }

    @Test
    void aDependencyThatIsAppliedNeedNoFile() {
        assertThat(order(List.of(Sources.java("b", Set.of("a"))), Set.of("a"))).hasSize(1);
    }

    @Test
    void twoFilesOfOneVersionAreNamedBoth() {
        List<ResolvedMigration> migrations =
                List.of(Sources.script("V1__a.sql", "SELECT 1;"), Sources.script("V1.0__b.sql", "SELECT 1;"));
        assertThatThrownBy(() -> order(migrations, Set.of()))
                .hasMessageContaining("V1__a.sql")
                .hasMessageContaining("V1.0__b.sql");
    }

    @Test
    void versionsCountAsNumbersAndRepeatablesComeLast() {
        List<ResolvedMigration> migrations = List.of(
                Sources.script("R__a.sql", "SELECT 1;"),
                Sources.script("V10__x.sql", "SELECT 1;"),
                Sources.script("V9__x.sql", "SELECT 1;"),
                Sources.script("V9.1__x.sql", "SELECT 1;"),
                Sources.java("load", Set.of()));
        assertThat(ids(order(migrations, Set.of()))).containsExactly("9", "9.1", "10", "load", "R__a");
    }

    private static List<ResolvedMigration> acyclic(Random random, int size, int edges) {
        List<ResolvedMigration> migrations = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        for (int i = 0; i < size; i++) {
            Set<String> dependencies = new HashSet<>();
            for (int edge = 0; i > 0 && edge < edges / size; edge++) {
                dependencies.add(String.valueOf(numbers.get(random.nextInt(i))));
            }
            migrations.add(Sources.java(String.valueOf(numbers.get(i)), dependencies));
        }
        return migrations;
    }

    private static List<ResolvedMigration> order(List<ResolvedMigration> migrations, Set<String> applied) {
        return DependencyGraph.of(migrations, applied).order();
    }

    private static List<String> ids(List<ResolvedMigration> migrations) {
        return migrations.stream().map(ResolvedMigration::id).toList();
    }
}
