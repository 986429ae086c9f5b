package io.dbops.verification.clean;

import io.dbops.DbOps;
import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanOptions.Target;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that begins a clean of a schema and is gone after its first steps, as by a kill: nothing is released or told. */
final class CleaningJvm {

    private static final int KILLED = 137;

    private CleaningJvm() {}

    /** Returns its exit code: 137 when it was gone on the way, 0 when it came to the end. */
    static int run(TestDatabase database, CleanOptions options, Path scripts, int steps)
            throws IOException, InterruptedException {
        Target target = options.allowed().get(0);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CleaningJvm.class.getName(),
                database.jdbcUrl(),
                database.user(),
                database.password(),
                target.database() == null ? "" : target.database(),
                target.schema(),
                scripts.toString(),
                Integer.toString(steps));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) {
        int[] left = {Integer.parseInt(arguments[6])};
        DbOps db = DbOps.builder()
                .url(arguments[0])
                .user(arguments[1])
                .password(arguments[2])
                .migrationsFrom(Path.of(arguments[5]))
                .listener(event -> {
                    if (event.operation() == OperationEvent.Operation.CLEAN
                            && event.kind() == OperationEvent.Kind.PROGRESS) {
                        left[0]--;
                        if (left[0] == 0) {
                            Runtime.getRuntime().halt(KILLED);
                        }
                    }
                })
                .build();
        CleanOptions.Builder options = CleanOptions.builder();
        options = arguments[3].isEmpty() ? options.allow(arguments[4]) : options.allow(arguments[3], arguments[4]);
        db.migrations().clean(options.build());
    }
}
