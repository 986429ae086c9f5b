package io.dbops.verification.migration;

import io.dbops.DbOps;
import io.dbops.DbOpsBuilder;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationReport;
import io.dbops.spi.OperationEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another JVM that migrates: tells on its standard output what happens, and waits for a line before it begins. */
final class MigratingJvm implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(2);

    private final Process process;
    private final BufferedReader output;

    private MigratingJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Which lock the other JVM takes. */
    enum Lock {
        /** The one that the engine chooses. */
        CHOSEN,
        /** A lease of two seconds, whatever the database grants. */
        LEASE,
        /** The same, on a database that shows no sessions. */
        BLIND_LEASE
    }

    /** Starts it; returns when it is ready to begin. */
    static MigratingJvm start(String url, String user, String password, Path scripts) throws IOException {
        return start(Lock.CHOSEN, url, user, password, scripts);
    }

    static MigratingJvm start(Lock lock, String url, String user, String password, Path scripts) throws IOException {
        MigratingJvm jvm = launch(lock, url, user, password, scripts, 1);
        jvm.await("ready");
        return jvm;
    }

    /** Starts one that migrates in so many threads at once; it is not ready yet. */
    static MigratingJvm launch(Lock lock, String url, String user, String password, Path scripts, int threads)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MigratingJvm.class.getName(),
                url,
                user,
                password,
                scripts.toString(),
                lock.name(),
                Integer.toString(threads));
        return new MigratingJvm(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    void begin() throws IOException {
        process.outputWriter().write("go\n");
        process.outputWriter().flush();
    }

    /** The next line that it says; {@code null} at its end. */
    @Nullable
    String next() throws IOException {
        return output.readLine();
    }

    /** Reads up to the line that begins so, and returns the rest of it. */
    String await(String beginning) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
        }
        throw new IOException("the other JVM ended without saying '" + beginning + "'");
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGSTOP or SIGCONT, which nothing in the JVM notices. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) throws IOException {
        Lock lock = Lock.valueOf(arguments[4]);
        DbOpsBuilder builder = DbOps.builder()
                .url(arguments[0])
                .user(arguments[1])
                .password(arguments[2])
                .migrationsFrom(Path.of(arguments[3]))
                .listener(event -> {
                    if (event.kind() == OperationEvent.Kind.ITEM_STARTED) {
                        System.out.println("started " + event.item());
                    }
                });
        if (lock != Lock.CHOSEN) {
            builder.dialect(LeaseOnly.of(arguments[0], lock == Lock.BLIND_LEASE));
        }
        DbOps db = builder.build();
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        int threads = Integer.parseInt(arguments[5]);
        if (threads > 1) {
            crowd(db, threads);
            return;
        }
        try {
            migrate(db);
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.LOCK_LOST) {
                throw e;
            }
            System.exit(1); // as a test expects, so without a stack trace in its output
        }
    }

    /** All at once; what fails is said, and is for the test to judge. */
    private static void crowd(DbOps db, int number) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Thread thread = new Thread(() -> {
                try {
                    migrate(db);
                } catch (DbOpsException e) {
                    // said already
                    return;
                }
            });
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void migrate(DbOps db) {
        try {
            MigrationReport report = db.migrations()
                    .migrate(MigrateOptions.builder().lease(LEASE).build());
            System.out.println("applied "
                    + String.join(
                            ",",
                            List.copyOf(report.applied()).stream()
                                    .map(each -> each.id())
                                    .toList()));
        } catch (DbOpsException e) {
            System.out.println("failed " + e.code() + " " + e.what().replace('\n', ' '));
            throw e;
        }
    }
}
