package io.dbops.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.dbops.testkit.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What tests leave behind fails them, also where they overlap. */
@Execution(ExecutionMode.SAME_THREAD)
final class NothingLeftBehindTest {

    private static final ConcurrentLinkedQueue<AutoCloseable> OPEN = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : OPEN) {
            each.close();
        }
        OPEN.clear();
    }

    @Test
    void everyTestOfThisModuleIsWatched(TestInfo test) {
        assertThat(NothingLeftBehind.testsUnderWay())
                .containsExactly(getClass().getSimpleName() + "." + test.getDisplayName());
    }

    @Test
    void aConnectionAFileAndAThreadAreFoundWithTheTestThatLeftThem() {
        assertThat(failures(OneAfterTheOther.class))
                .satisfiesExactlyInAnyOrder(
                        connection ->
                                assertThat(connection).contains("connection() left behind: socket:[", "TCP, from port"),
                        file -> assertThat(file).contains("file() left behind: ", "left-behind"),
                        thread -> assertThat(thread).contains("thread() left behind: thread dbops-left-behind"));
    }

    @Test
    void whereTestsOverlapTheLastThatMayHaveLeftSomethingFailsAndNamesTheOther() {
        assertThat(failures(Overlapping.class))
                .singleElement()
                .asString()
                .contains("clean() left behind: thread dbops-left-behind", "or it was left by Overlapping.leaves()");
    }

    private static List<String> failures(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .execute()
                .allEvents()
                .failed()
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static NothingLeftBehind ofItsOwn() {
        return new NothingLeftBehind(new Leftovers(NothingLeftBehind::open), 2);
    }

    private static void leaveThread() {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "dbops-left-behind");
        thread.setDaemon(true);
        thread.start();
        OPEN.add(() -> {
            end.countDown();
            thread.join();
        });
    }

    /** Run by the tests above. */
    static final class OneAfterTheOther {
        @RegisterExtension
        static final NothingLeftBehind CHECK = ofItsOwn();

        @Test
        void connection() throws IOException {
            OPEN.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }

        @Test
        void file() throws IOException {
            Path file = Files.createTempFile("left-behind", ".txt");
            InputStream content = Files.newInputStream(file);
            OPEN.add(() -> {
                content.close();
                Files.delete(file);
            });
        }

        @Test
        void thread() {
            leaveThread();
        }
    }

    /** Run by the tests above. */
    @Execution(ExecutionMode.CONCURRENT)
    static final class Overlapping {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);
        private static final Leftovers RUNS = new Leftovers(NothingLeftBehind::open);

        @RegisterExtension
        static final NothingLeftBehind CHECK = new NothingLeftBehind(RUNS, 2);

        @Test
        void leaves() throws Exception {
            BOTH.await();
            leaveThread();
        }

        @Test
        void clean() throws Exception {
            BOTH.await();
            while (RUNS.underWay().size() > 1) {
                Thread.sleep(1);
            }
        }
    }
}
