package io.dbops.migration.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.history.LeaseRow;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LeaseSightTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Ticks ticks = new Ticks();
    private final LeaseSight sight = new LeaseSight(ticks);

    private static LeaseRow row(String holder, long beat, Duration duration) {
        return new LeaseRow(holder, beat, duration, "someone", "2026-11-22T09:30:00Z");
    }

    @Test
    void aHolderThatIsSilentForTheWholeDurationIsDead() {
        assertThat(sight.isDead(row("a", 7, LEASE))).isFalse();
        ticks.pass(LEASE.minusNanos(1));
        assertThat(sight.isDead(row("a", 7, LEASE))).isFalse();
        assertThat(sight.stirred()).isFalse();
        ticks.pass(Duration.ofNanos(1));
        assertThat(sight.isDead(row("a", 7, LEASE))).isTrue();
    }

    @Test
    void theFirstLookProvesNothingHoweverOldTheRow() {
        ticks.pass(Duration.ofDays(3));
        assertThat(sight.isDead(row("a", 7, LEASE))).isFalse();
    }

    @Test
    void everySignOfLifeBeginsTheDurationAnew() {
        sight.isDead(row("a", 7, LEASE));
        ticks.pass(LEASE.minusSeconds(1));
        assertThat(sight.isDead(row("a", 8, LEASE))).isFalse();
        assertThat(sight.stirred()).isTrue();
        ticks.pass(LEASE.minusSeconds(1));
        assertThat(sight.isDead(row("a", 8, LEASE))).isFalse();
        ticks.pass(Duration.ofSeconds(1));
        assertThat(sight.isDead(row("a", 8, LEASE))).isTrue();
    }

    @Test
    void anotherHolderBeginsTheDurationAnewWithTheSameBeat() {
        sight.isDead(row("a", 7, LEASE));
        ticks.pass(LEASE);
        assertThat(sight.isDead(row("b", 7, LEASE))).isFalse();
    }

    @Test
    void theDurationThatCountsIsTheHoldersAndADamagedOneEndsToo() {
        sight.isDead(row("a", 7, Duration.ofSeconds(2)));
        ticks.pass(Duration.ofSeconds(2));
        assertThat(sight.isDead(row("a", 7, Duration.ofSeconds(2)))).isTrue();
        sight.isDead(row("b", 8, Duration.ofMillis(Long.MAX_VALUE)));
        ticks.pass(Duration.ofHours(1));
        assertThat(sight.isDead(row("b", 8, Duration.ofMillis(Long.MAX_VALUE)))).isTrue();
    }

    /** Whatever the two see and when, their clocks have nothing in common but their speed. */
    @Property
    void nobodyIsTakenForDeadWhoStillBelievesInItsLease(
            @ForAll @Size(max = 60) java.util.List<@IntRange(min = 0, max = 12_000) Integer> pauses,
            @ForAll @IntRange(min = 0, max = 59) int lastBeat) {
        Ticks holders = new Ticks();
        Ticks waiters = new Ticks();
        waiters.jumpTo(Long.MAX_VALUE / 2);
        LeaseTerm term = new LeaseTerm(holders, LEASE, holders.getAsLong());
        LeaseSight watch = new LeaseSight(waiters);
        long beat = 1;
        for (int i = 0; i < pauses.size(); i++) {
            Duration pause = Duration.ofMillis(pauses.get(i));
            holders.pass(pause);
            waiters.pass(pause);
            if (i <= lastBeat && i % 3 == 0) {
                term.renewed(holders.getAsLong());
                beat++;
            }
            if (watch.isDead(row("a", beat, LEASE))) {
                assertThat(term.runs()).isFalse();
            }
        }
    }
}
