package io.dbops.verification.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

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

    /** What the next run in this thread tries. */
    private static final ThreadLocal<Tried> TRIED = new ThreadLocal<>();

    private record Tried(ServerKind kind, DatabaseDialect dialect) {}

    /** Runs only within the tests below. */
    static final class Run extends ServerDialectTck {

        private final DatabaseDialect dialect;

        Run() {
            super(TRIED.get().kind());
            this.dialect = TRIED.get().dialect();
        }

        @Override
        protected DatabaseDialect dialect() {
            return dialect;
        }

        @Override
        protected Duration noWait() {
            return Duration.ofSeconds(5);
        }
    }

    static Stream<Broken<DatabaseDialect>> all() {
        return Stream.of(BrokenDialect.values(), BrokenSession.values(), BrokenFacet.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBrokenDialectFailsTheTestOfTheSentenceThatItBreaks(Broken<DatabaseDialect> broken) {
        Availability availability = TestServers.availability(broken.kind());
        assumeTrue(availability.available(), availability::toString);
        assertThat(failures(
                        broken.sentence(),
                        broken.kind(),
                        DialectDecorator.around(
                                ContractDatabase.of(broken.kind()).dialect())))
                .as("failures of the one that is not broken")
                .isEmpty();
        assertThat(failures(broken.sentence(), broken.kind(), broken.implementation()))
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

    private static List<String> failures(String test, ServerKind kind, DatabaseDialect tried) {
        TRIED.set(new Tried(kind, tried));
        Events events;
        try {
            events = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectMethod(Run.class, test))
                    .execute()
                    .testEvents();
        } finally {
            TRIED.remove();
        }
        assertThat(events.started().count()).as("runs of %s", test).isEqualTo(1);
        return events.failed().stream().map(Event::toString).toList();
    }
}
