package io.dbops.migration.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LeaseTermTest {

    private final Ticks ticks = new Ticks();

    @Test
    void aHolderBelievesInItsLeaseForTwoThirdsOfTheDuration() {
        LeaseTerm term = new LeaseTerm(ticks, Duration.ofSeconds(30), ticks.getAsLong());
        ticks.pass(Duration.ofSeconds(20).minusNanos(1));
        assertThat(term.runs()).isTrue();
        ticks.pass(Duration.ofNanos(1));
        assertThat(term.runs()).isFalse();
    }

    @Test
    void aRenewalCountsFromItsBeginningHoweverLongItTook() {
        LeaseTerm term = new LeaseTerm(ticks, Duration.ofSeconds(30), ticks.getAsLong());
        ticks.pass(Duration.ofSeconds(5));
        long begin = ticks.getAsLong();
        ticks.pass(Duration.ofSeconds(19));
        term.renewed(begin);
        assertThat(term.runs()).isTrue();
        ticks.pass(Duration.ofSeconds(1));
        assertThat(term.runs()).isFalse();
    }

    @Test
    void aRenewalRevivesATermThatRanOut() {
        LeaseTerm term = new LeaseTerm(ticks, Duration.ofSeconds(30), ticks.getAsLong());
        ticks.pass(Duration.ofHours(1));
        assertThat(term.runs()).isFalse();
        term.renewed(ticks.getAsLong());
        assertThat(term.runs()).isTrue();
    }

    @Test
    void theClockMayRunOverTheEndOfItsRange() {
        ticks.jumpTo(Long.MAX_VALUE - 10);
        LeaseTerm term = new LeaseTerm(ticks, Duration.ofSeconds(30), ticks.getAsLong());
        ticks.pass(Duration.ofSeconds(19));
        assertThat(term.runs()).isTrue();
        ticks.pass(Duration.ofSeconds(1));
        assertThat(term.runs()).isFalse();
    }
}
