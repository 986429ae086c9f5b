package io.dbops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeftoversTest {

    private final Set<String> there = new HashSet<>(Set.of("older"));
    private final Leftovers leftovers = new Leftovers(() -> there);

    @Test
    void whatWasThereBeforeAndWhatWasReportedIsNoLeakOfTheNext() throws Exception {
        Set<String> there = new HashSet<>(Set.of("older"));
        Leftovers leftovers = new Leftovers(() -> there);
        Leftovers.Run first = leftovers.begin("first");
        there.add("left");
        assertThat(leftovers.end(first)).hasToString("[left]");
        assertThat(leftovers.end(leftovers.begin("second"))).isEmpty();
        there.remove("left");
        Leftovers.Run third = leftovers.begin("third");
        there.add("left");
        assertThat(leftovers.end(third)).hasToString("[left]");
    }

    @Test
    void ofOverlappingRunsTheLastIsChargedAndNamesThoseThatMayHaveLeftItToo() throws Exception {
        Leftovers.Run before = leftovers.begin("before");
        leftovers.end(before);
        Leftovers.Run first = leftovers.begin("first");
        Leftovers.Run second = leftovers.begin("second");
        there.add("left");
        assertThat(leftovers.peek(first)).isEmpty();
        assertThat(leftovers.end(first)).isEmpty();
        Leftovers.Run third = leftovers.begin("third");
        assertThat(leftovers.end(second)).containsExactly(new Leftovers.Leak("left", List.of("first")));
        assertThat(leftovers.end(third)).as("left before it began").isEmpty();
    }

    @Test
    void whatGoesInTimeIsNoLeakAndWhatComesAsTheRunEndsIsOne() throws Exception {
        Leftovers.Run run = leftovers.begin("run");
        there.add("going");
        assertThat(leftovers.peek(run)).hasToString("[going]");
        there.remove("going");
        there.add("coming");
        assertThat(leftovers.end(run)).hasToString("[coming]");
        assertThat(leftovers.underWay()).isEmpty();
    }
}
