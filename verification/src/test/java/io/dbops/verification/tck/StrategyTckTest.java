package io.dbops.verification.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.testkit.tck.BackupStrategyTck;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract of strategies finds out every broken one. */
final class StrategyTckTest {

    private static volatile ServerKind kind = ServerKind.H2;
    private static volatile BackupStrategy current = new H2SnapshotStrategy();

    /** Runs only within the tests below. */
    static final class Run extends ServerStrategyTck {

        Run() {
            super(kind);
        }

        @Override
        protected BackupStrategy strategy() {
            return current;
        }

        @Override
        protected Duration noWait() {
            return Duration.ofSeconds(5);
        }
    }

    static Stream<Broken<BackupStrategy>> all() {
        return Stream.of(BrokenOpening.values(), BrokenStrategy.values(), BrokenRestore.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBrokenStrategyFailsTheTestOfTheSentenceThatItBreaks(Broken<BackupStrategy> broken) {
        kind = broken.kind();
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        assertThat(failures(
                        broken.sentence(),
                        new StrategyDecorator(ContractDatabase.of(kind).strategy())))
                .as("failures of the one that is not broken")
                .isEmpty();
        assertThat(failures(broken.sentence(), broken.implementation()))
                .as("failures of %s", broken)
                .hasSize(1);
    }

    @Test
    void everySentenceIsBrokenByAStrategy() {
        Set<String> unproven = new TreeSet<>(Contract.testsOf(BackupStrategyTck.class));
        assertThat(unproven).hasSizeGreaterThan(25);
        all().map(Broken::sentence).forEach(unproven::remove);
        assertThat(unproven).as("tests that no broken strategy has failed").isEmpty();
    }

    private static List<String> failures(String test, BackupStrategy tried) {
        current = tried;
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Run.class, test))
                .execute()
                .testEvents();
        assertThat(events.started().count()).as("runs of %s", test).isEqualTo(1);
        return events.failed().stream().map(Event::toString).toList();
    }
}
