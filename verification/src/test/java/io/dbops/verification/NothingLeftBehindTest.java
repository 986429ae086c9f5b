package io.dbops.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What tests leave behind fails them, also where they overlap. */
final class NothingLeftBehindTest {

    private static final List<AutoCloseable> OPEN = new ArrayList<>();

    @Test
    void aConnectionThatIsLeftOpenIsFound() throws Exception {
        assertThat(failures(OneAtATime.class)).singleElement().asString().contains("left behind", "socket:[");
    }

    @Test
    void whereTestsOverlapItIsFoundByTheRunsOwnServer() throws Exception {
        // needs a server that we know; where none can run, the skip says why
        Availability availability = TestServers.availability(ServerKind.POSTGRESQL_18);
        assumeTrue(availability.available(), availability::toString);
        assertThat(failures(Overlapping.class))
                .anySatisfy(failure -> assertThat(failure).contains("connections to POSTGRESQL_18 were left open"));
    }

    @Test
    void whereTestsOverlapAThreadIsFoundWhenTheirClassEnds() throws Exception {
        try {
            assertThat(failures(OverlappingWithThread.class))
                    .singleElement()
                    .asString()
                    .contains("left behind", "dbops-left-behind");
        } finally {
            OverlappingWithThread.END.countDown();
        }
    }

    @Test
    void aClassWhoseTestsOverlapInPartIsRefused() throws Exception {
        assertThat(failures(Mixed.class)).singleElement().asString().contains("some of its tests only");
    }

    private static List<String> failures(Class<?> tests) throws Exception {
        try {
            return EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(tests))
                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                    .execute()
                    .allEvents()
                    .failed()
                    .stream()
                    .map(Event::toString)
                    .toList();
        } finally {
            for (AutoCloseable each : OPEN) {
                each.close();
            }
            OPEN.clear();
        }
    }

    private static void leave(ServerKind kind) throws SQLException {
        OPEN.add(TestServers.server(kind).dataSource().getConnection());
    }

    /** Run by the tests above. */
    static final class OneAtATime {
        @Test
        void leaves() throws IOException {
            OPEN.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
    }

    /** Run by the tests above. */
    static final class Overlapping {
        @AtOnce
        @ParameterizedTest
        @EnumSource(names = {"POSTGRESQL_18", "H2"})
        void leaves(ServerKind kind) throws SQLException {
            if (kind == ServerKind.POSTGRESQL_18) {
                leave(kind);
            }
        }
    }

    /** Run by the tests above. */
    static final class OverlappingWithThread {
        private static final CountDownLatch END = new CountDownLatch(1);

        @AtOnce
        @Test
        void leaves() {
            Thread thread = new Thread(
                    () -> {
                        try {
                            END.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "dbops-left-behind");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Run by the tests above. */
    static final class Mixed {
        @AtOnce
        @Test
        void one() {}

        @Test
        void other() {}
    }
}
