package io.dbops.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs tests inside a test. */
public record TestRun(Set<String> passed, Set<String> failed, String failures) {

    public static TestRun of(Class<?> tests) {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
        return new TestRun(
                names(events.succeeded().stream()),
                names(events.failed().stream()),
                events.failed().stream().map(Event::toString).collect(Collectors.joining("\n")));
    }

    /** The tests that a contract has. */
    public static Set<String> testsOf(Class<?> contract) {
        return Stream.<Class<?>>iterate(contract, type -> !type.equals(Object.class), Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Stream<Event> events) {
        return events.map(event -> event.getTestDescriptor().getSource().orElseThrow())
                .map(source -> ((MethodSource) source).getMethodName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
