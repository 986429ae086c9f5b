package io.dbops.verification.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.dbops.h2.H2Dialect;
import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.tck.DialectTck;
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

/** The contract of dialects finds out every broken one. */
final class DialectTckTest {

    private static volatile ServerKind kind = ServerKind.H2;
    private static volatile DatabaseDialect current = new H2Dialect();

    /** Runs only within the tests below. */
    static final class Run extends ServerDialectTck {

        Run() {
            super(kind);
        }

        @Override
        protected DatabaseDialect dialect() {
            return current;
        }

        @Override
        protected Duration noWait() {
            return Duration.ofSeconds(5);
        }
    }

    static Stream<Broken<DatabaseDialect>> all() {
        return Stream.of(BrokenDialect.values(), BrokenSession.values(), BrokenLoading.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBrokenDialectFailsTheTestOfTheSentenceThatItBreaks(Broken<DatabaseDialect> broken) {
        kind = broken.kind();
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        assertThat(failures(
                        broken.sentence(),
                        DialectDecorator.around(ContractDatabase.of(kind).dialect())))
                .as("failures of the one that is not broken")
                .isEmpty();
        assertThat(failures(broken.sentence(), broken.implementation()))
                .as("failures of %s", broken)
                .hasSize(1);
    }

    @Test
    void everySentenceIsBrokenByADialect() {
        Set<String> unproven = new TreeSet<>(Contract.testsOf(DialectTck.class));
        assertThat(unproven).hasSizeGreaterThan(40);
        all().map(Broken::sentence).forEach(unproven::remove);
        assertThat(unproven).as("tests that no broken dialect has failed").isEmpty();
    }

    private static List<String> failures(String test, DatabaseDialect tried) {
        current = tried;
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Run.class, test))
                .execute()
                .testEvents();
        assertThat(events.started().count()).as("runs of %s", test).isEqualTo(1);
        return events.failed().stream().map(Event::toString).toList();
    }
}
