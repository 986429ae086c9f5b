package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A script of a hundred megabytes, in a JVM whose heap has 64: memory does not grow with the text. */
@Timeout(180)
@Execution(ExecutionMode.SAME_THREAD)
final class BigScriptTest {

    private static final int HALF = 50 * 1024 * 1024;
    private static final int LONG = 2500;

    /** What a plan shows of one migration before it only counts. */
    private static final int SHOWN = 1000;

    @TempDir
    Path scripts;

    @Test
    void halfAMillionStatementsArePlanned() throws Exception {
        long statements = 0;
        try (BufferedWriter out = Files.newBufferedWriter(scripts.resolve("V1__big.sql"))) {
            for (long written = 0; written < 2L * HALF; statements++) {
                String insert = "INSERT INTO parcel (id, name, weight) VALUES (" + statements
                        + ", 'a name; with a semicolon and ''quotes''', 7.5, '" + "x".repeat(100) + "'); -- as said\n";
                out.write(insert);
                written += insert.length();
            }
        }
        assertThat(inAnotherJvm("plan", "jdbc:h2:mem:big", "sa", ""))
                .contains("... and " + (statements - SHOWN) + " more statements");
    }

    @Test
    void longStatementsAndDataAreApplied() throws Exception {
        long rows = 0;
        try (BufferedWriter out = Files.newBufferedWriter(scripts.resolve("V1__big.sql"))) {
            out.write("CREATE TABLE parcel (id INT, name TEXT);\n");
            for (long written = 0; written < HALF; rows++) {
                String insert = "INSERT INTO parcel VALUES (" + rows + ", '" + "a;''b".repeat(LONG / 5) + "');\n";
                out.write(insert);
                written += insert.length();
            }
            out.write("COPY parcel (id, name) FROM stdin;\n");
            String row = "1\ta name that is copied; and kept\n";
            for (long written = 0; written < HALF; written += row.length()) {
                out.write(row);
                rows++;
            }
            out.write("\\.\n");
        }
        try (TestDatabase database = Databases.create(ServerKind.POSTGRESQL_18)) {
            assertThat(inAnotherJvm("migrate", database.jdbcUrl(), database.user(), database.password()))
                    .contains("applied 1");
            assertThat(Databases.query(database.dataSource(), "SELECT COUNT(*) FROM parcel"))
                    .isEqualTo(Long.toString(rows));
        }
    }

    private String inAnotherJvm(String what, String url, String user, String password)
            throws IOException, InterruptedException {
        assertThat(Files.size(scripts.resolve("V1__big.sql"))).isGreaterThan(2L * HALF);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BigScriptTest.class.getName(),
                        what,
                        url,
                        user,
                        password,
                        scripts.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream said = other.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) {
        try (DbOps db = DbOps.builder()
                .url(arguments[1])
                .user(arguments[2])
                .password(arguments[3])
                .migrationsFrom(Path.of(arguments[4]))
                .build()) {
            if (arguments[0].equals("plan")) {
                String plan = db.migrations().planMigrate().toString();
                System.out.println(plan.substring(plan.length() - Math.min(plan.length(), 500)));
            } else {
                System.out.println(
                        "applied " + db.migrations().migrate().applied().size());
            }
        }
    }
}
