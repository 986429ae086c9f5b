package io.dbops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.spi.Sleeper;
import io.dbops.spi.sql.SessionLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class LeakCheckTest {

    private final CountDownLatch end = new CountDownLatch(1);

    @TempDir
    static Path directory;

    private static volatile Runnable body = () -> {};
    private static volatile LeakCheck check = new LeakCheck();

    /** The test that may leave something behind. */
    static final class Subject {

        @RegisterExtension
        final LeakCheck leaks = check;

        @Test
        void run() {
            body.run();
        }
    }

    private static TestRun run(LeakCheck some, Runnable test) {
        check = some;
        body = test;
        return TestRun.of(Subject.class);
    }

    /** Does not wait for what will not go away. */
    private static LeakCheck impatient() {
        return new LeakCheck(duration -> {});
    }

    @AfterEach
    void endTheThreads() {
        end.countDown();
    }

    @Test
    void aTestThatLeavesNothingPasses() {
        CountingDataSource source = CountingDataSource.over(CountingDataSourceTest.h2());
        TestRun run = run(new LeakCheck().files(directory).connections(source), () -> {});
        assertThat(run.failed()).as(run.failures()).isEmpty();
        assertThat(run.passed()).containsExactly("run");
    }

    @Test
    void aThreadThatGoesOnIsNamed() {
        TestRun run = run(impatient(), () -> thread("dbops-left", end));
        assertThat(run.failures()).contains("run() left behind: thread dbops-left (number");
    }

    @Test
    void threadsOfOthersAndOlderOnesAreNotMeant() {

        thread("dbops-older", end);
        TestRun run = run(impatient(), () -> thread("somebody-else", end));
        end.countDown();
        assertThat(run.failed()).as(run.failures()).isEmpty();
    }

    @Test
    void aThreadThatIsEndingHasTimeToEnd() {
        Sleeper ends = round -> {
            end.countDown();
            Sleeper.REAL.sleep(round);
        };
        TestRun run = run(new LeakCheck(ends), () -> thread("dbops-ending", end));
        assertThat(run.failed()).as(run.failures()).isEmpty();
    }

    @Test
    void anOpenFileIsNamed() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "the system does not show open files");
        Path file = Files.writeString(directory.resolve("left.txt"), "x");
        InputStream[] open = new InputStream[1];
        TestRun run = run(impatient().files(directory), () -> open[0] = open(file));
        assertThat(run.failures()).contains("left.txt is open");

        open[0].close();
        assertThat(run(impatient().files(directory), () -> {}).failed()).isEmpty();
    }

    @Test
    void anOpenFileThatWasDeletedIsFoundToo() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "the system does not show open files");
        Path file = directory.resolve("deleted.txt");
        try (OutputStream open = Files.newOutputStream(file)) {
            TestRun run = run(impatient().files(directory), () -> delete(file));
            assertThat(run.failures()).contains("deleted.txt (deleted) is open");
            open.write(1);
        }
    }

    @Test
    void aConnectionThatIsNotGivenBackIsCounted() throws SQLException {
        CountingDataSource source = CountingDataSource.over(CountingDataSourceTest.h2());
        Connection[] open = new Connection[1];
        TestRun run = run(impatient().connections(source), () -> open[0] = borrow(source));
        assertThat(run.failures()).contains("1 of 1 connections were not given back");
        open[0].close();
    }

    @Test
    void aConnectionThatComesBackChangedIsNamed() {
        CountingDataSource source = CountingDataSource.over(CountingDataSourceTest.h2());
        TestRun run = run(impatient(), () -> {
            check.connections(source);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(run.failures()).contains("auto-commit false instead of true");
        assertThat(run(check, () -> {}).failed())
                .as("what is watched from within a test ends with it")
                .isEmpty();
    }

    @Test
    void aLockThatIsStillHeldIsNamedWithItsHolder() {
        SessionLock held = new FixedLock(false);
        TestRun run = run(impatient().lock(held, CountingDataSourceTest.h2(), "migrations"), () -> {});
        assertThat(run.failures()).contains("lock 'migrations' is held by session 7");
        FixedLock free = new FixedLock(true);
        assertThat(run(impatient().lock(free, CountingDataSourceTest.h2(), "migrations"), () -> {})
                        .failed())
                .isEmpty();
        assertThat(free.released).isTrue();
    }

    private static void thread(String name, CountDownLatch end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Connection borrow(CountingDataSource source) {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A lock that is free, or somebody else's. */
    private static final class FixedLock implements SessionLock {
        private final boolean free;
        private boolean released;

        FixedLock(boolean free) {
            this.free = free;
        }

        @Override
        public boolean tryAcquire(Connection connection, String name) {
            return free;
        }

        @Override
        public boolean isHeld(Connection connection, String name) {
            return false;
        }

        @Override
        public void release(Connection connection, String name) {
            released = true;
        }

        @Override
        public Optional<String> holder(Connection connection, String name) {
            return free ? Optional.empty() : Optional.of("session 7");
        }

        @Override
        public boolean sharesConnection() {
            return false;
        }
    }
}
