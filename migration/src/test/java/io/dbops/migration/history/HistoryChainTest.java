package io.dbops.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.MigrationState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class HistoryChainTest {

    @Property
    void aHistoryAsWrittenIsWithoutFault(@ForAll @IntRange(max = 20) int size, @ForAll long seed) {
        assertThat(new HistorySnapshot(history(size, new Random(seed))).chainFaults())
                .isEmpty();
    }

    @Property
    void aRowThatIsTakenOutIsFoundUnlessItWasTheLast(@ForAll @IntRange(min = 2, max = 20) int size, @ForAll long seed) {
        List<HistoryRow> rows = completed(size);
        rows.remove(new Random(seed).nextInt(size - 1));
        assertThat(new HistorySnapshot(rows).chainFaults()).hasSize(1);
    }

    @Property
    void aRowThatIsChangedIsFound(@ForAll @IntRange(min = 1, max = 20) int size, @ForAll long seed) {
        List<HistoryRow> rows = completed(size);
        int index = new Random(seed).nextInt(size);
        HistoryRow row = rows.get(index);
        rows.set(
                index,
                new HistoryRow(
                        row.seq(),
                        row.id(),
                        row.version(),
                        row.name(),
                        row.type(),
                        row.kind(),
                        row.script(),
                        row.checksumVersion(),
                        "another checksum",
                        row.sourceDigest(),
                        row.state(),
                        row.statements(),
                        row.rowsChanged(),
                        row.startedAt(),
                        row.durationMillis(),
                        row.appliedBy(),
                        row.failure(),
                        row.completed(),
                        row.contents(),
                        row.chain()));
        assertThat(new HistorySnapshot(rows).chainFaults()).hasSize(1);
    }

    @Property
    void contentsDoNotDependOnTheOrderOfApplication(@ForAll long seed) {
        List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
        ContentsDigest sorted = ContentsDigest.empty();
        order.forEach(each -> sorted.add("m" + each, "d" + each));
        Collections.shuffle(order, new Random(seed));
        ContentsDigest shuffled = ContentsDigest.empty().add("old", "x");
        order.forEach(each -> shuffled.add("m" + each, "d" + each));
        assertThat(shuffled.remove("old", "x")).hasToString(sorted.toString());
        assertThat(ContentsDigest.empty().add("m1", "1d").toString())
                .isNotEqualTo(ContentsDigest.empty().add("m11", "d").toString());
    }

    @Test
    void aRepeatableThatRanAgainReplacesItsFormerSelf() {
        HistoryLedger ledger = new HistoryLedger(HistorySnapshot.empty());
        for (String digest : List.of("first", "second")) {
            HistoryRow row = ledger.prepare(Rows.row(
                    ledger.nextSeq(), "R__v", "1", "REPEATABLE", "R__v.sql", digest, MigrationState.COMPLETED));
            ledger.advance(row);
            assertThat(row.completed()).isEqualTo(1);
            assertThat(row.contents())
                    .isEqualTo(ContentsDigest.empty().add("R__v", digest).toString());
        }
    }

    @Test
    void aFailureCountsUntilASuccessFollowsIt() {
        HistoryRow failed = Rows.row(1, "a", "1", "VERSIONED", "a", "x", MigrationState.FAILED);
        HistoryRow completed = Rows.row(2, "a", "1", "VERSIONED", "a", "x", MigrationState.COMPLETED);
        assertThat(new HistorySnapshot(List.of(failed)).failed("a")).contains(failed);
        assertThat(new HistorySnapshot(List.of(failed, completed)).failed()).isEmpty();
    }

    @Test
    void whatIsTakenBackIsALinkOfTheChainAndNoLongerCounts() {
        HistoryLedger ledger = new HistoryLedger(HistorySnapshot.empty());
        List<HistoryRow> rows = new ArrayList<>();
        add(ledger, rows, "a", MigrationState.COMPLETED);
        String one = rows.get(0).contents();
        add(ledger, rows, "b", MigrationState.COMPLETED);
        String two = rows.get(1).contents();
        add(ledger, rows, "b", MigrationState.ROLLED_BACK);
        add(ledger, rows, "b", MigrationState.COMPLETED);

        assertThat(rows).extracting(HistoryRow::completed).containsExactly(1, 2, 1, 2);
        assertThat(rows).extracting(HistoryRow::contents).containsExactly(one, two, one, two);
        assertThat(new HistorySnapshot(rows).chainFaults()).isEmpty();
        HistorySnapshot undone = new HistorySnapshot(rows.subList(0, 3));
        assertThat(undone.completedIds()).containsExactly("a");
        assertThat(undone.rolledBack("b")).contains(rows.get(2));
        assertThat(new HistorySnapshot(rows).rolledBack("b")).isEmpty();
        List<HistoryRow> without = new ArrayList<>(rows);
        without.remove(2);
        assertThat(new HistorySnapshot(without).chainFaults()).hasSize(1);
    }

    private static void add(HistoryLedger ledger, List<HistoryRow> rows, String id, MigrationState state) {
        HistoryRow row = ledger.prepare(Rows.row(ledger.nextSeq(), id, "1", "VERSIONED", "x", "d" + id, state));
        ledger.advance(row);
        rows.add(row);
    }

    private static List<HistoryRow> completed(int size) {
        List<HistoryRow> rows = new ArrayList<>();
        HistoryLedger ledger = new HistoryLedger(HistorySnapshot.empty());
        for (int i = 0; i < size; i++) {
            HistoryRow row = ledger.prepare(
                    Rows.row(ledger.nextSeq(), "m" + i, "1", "VERSIONED", "x", "d" + i, MigrationState.COMPLETED));
            ledger.advance(row);
            rows.add(row);
        }
        return rows;
    }

    private static List<HistoryRow> history(int size, Random random) {
        List<HistoryRow> rows = new ArrayList<>();
        HistoryLedger ledger = new HistoryLedger(HistorySnapshot.empty());
        for (int i = 0; i < size; i++) {
            MigrationState state = random.nextInt(4) == 0 ? MigrationState.FAILED : MigrationState.COMPLETED;
            HistoryRow row = ledger.prepare(Rows.row(ledger.nextSeq(), "m" + i, "1", "VERSIONED", "x", "d" + i, state));
            ledger.advance(row);
            rows.add(row);
        }
        return rows;
    }
}
