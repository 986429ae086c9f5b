package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.testkit.CuttingProxy;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.migration.MigratingJvm.Lock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four JVMs of sixteen threads each migrate one empty database at once. The JVM that is the first to apply some is killed, that which
 * follows it loses its network; the other two end well, and everything is applied once.
 */
@Timeout(150)
final class CrowdTest {

    private static final int JVMS = 4;
    private static final int THREADS = 16;
    private static final int MIGRATIONS = 24;
    private static final int KILLED_AT = 4;
    private static final int CUT_AT = 10;

    @TempDir
    Path scripts;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void everyMigrationIsAppliedOnceOnAServer(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            crowd(kind, database.jdbcUrl(), database.user(), database.password(), database.dataSource());
        }
    }

    /** The server is a process of its own, since H2's keeps the sockets of clients whose connection was reset. */
    @Test
    void everyMigrationIsAppliedOnceOnAnH2Server() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        "0",
                        "-ifNotExists",
                        "-baseDir",
                        data.toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Matcher running = Pattern.compile("TCP server running at tcp://[^:]+:(\\d+)")
                    .matcher(server.inputReader().readLine());
            assertThat(running.find()).isTrue();
            String url = "jdbc:h2:tcp://127.0.0.1:" + running.group(1) + "/./shop";
            crowd(ServerKind.H2, url, "sa", "", Databases.h2(url, "sa", ""));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** What a JVM said. */
    private record Said(int jvm, String line) {}

    private void crowd(ServerKind kind, String url, String user, String password, DataSource connections)
            throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        for (int i = 2; i <= MIGRATIONS; i++) {
            script(scripts, "V" + i + "__x.sql", "INSERT INTO t VALUES (" + i + ");");
        }
        List<CuttingProxy> networks = new ArrayList<>();
        List<MigratingJvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                CuttingProxy network = network(url);
                networks.add(network);
                jvms.add(MigratingJvm.launch(Lock.CHOSEN, through(network, url), user, password, scripts, THREADS));
            }
            for (MigratingJvm jvm : jvms) {
                jvm.await("ready");
            }
            List<Integer> lost = disturbed(jvms, networks);
            assertThat(lost).as("one was killed, another cut off").hasSize(2).doesNotHaveDuplicates();
        } finally {
            for (MigratingJvm jvm : jvms) {
                jvm.close();
            }
            for (CuttingProxy network : networks) {
                network.close();
            }
        }
        assertThat(query(connections, "SELECT COUNT(*) FROM t")).isEqualTo(Integer.toString(MIGRATIONS - 1));
        assertThat(query(connections, "SELECT COUNT(DISTINCT id) FROM t")).isEqualTo(Integer.toString(MIGRATIONS - 1));
        String completed = quoted(kind, "state") + " = 'COMPLETED'";
        assertThat(query(connections, "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history") + " WHERE " + completed))
                .isEqualTo(Integer.toString(MIGRATIONS));
        DbOps db = Databases.dbOps(connections, scripts);
        assertThat(db.migrations().validate().faults()).isEmpty();
        assertThat(db.migrations().migrate().applied()).isEmpty();
    }

    /** Lets all go, disturbs two of them, and waits for the end of the others; tells which two. */
    private static List<Integer> disturbed(List<MigratingJvm> jvms, List<CuttingProxy> networks) throws Exception {
        BlockingQueue<Said> said = new LinkedBlockingQueue<>();
        for (int i = 0; i < JVMS; i++) {
            int jvm = i;
            new Thread(() -> listen(jvm, jvms.get(jvm), said), "listens to JVM " + jvm).start();
        }
        for (MigratingJvm jvm : jvms) {
            jvm.begin();
        }
        List<Integer> lost = new ArrayList<>();
        int ended = 0;
        int applied = 0;
        while (ended < JVMS) {
            Said next = said.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("nobody is stuck").isNotNull();
            String[] words = next.line().split(" ", -1);
            switch (words[0]) {
                case "started" -> {
                    int number = Integer.parseInt(words[1]);
                    if (lost.isEmpty() && number >= KILLED_AT) {
                        lost.add(next.jvm());
                        jvms.get(next.jvm()).kill();
                    } else if (lost.size() == 1 && number >= CUT_AT && next.jvm() != lost.get(0)) {
                        lost.add(next.jvm());
                        networks.get(next.jvm()).refuse();
                    }
                }
                case "failed" -> assertThat(lost).as(next.line()).contains(next.jvm());
                case "applied" -> applied++;
                case "ended" -> {
                    ended++;
                    if (!lost.contains(next.jvm())) {
                        assertThat(jvms.get(next.jvm()).exitCode()).isZero();
                    }
                }
                default -> throw new AssertionError(next.line());
            }
        }
        assertThat(applied).as("all threads of the JVMs that were left alone").isGreaterThanOrEqualTo(2 * THREADS);
        return lost;
    }

    private static void listen(int jvm, MigratingJvm from, BlockingQueue<Said> said) {
        try {
            for (String line = from.next(); line != null; line = from.next()) {
                said.add(new Said(jvm, line));
            }
        } catch (IOException e) {
            // it was killed
        }
        said.add(new Said(jvm, "ended"));
    }

    private static CuttingProxy network(String url) throws IOException {
        URI address = address(url);
        return CuttingProxy.before(address.getHost(), address.getPort());
    }

    private static String through(CuttingProxy network, String url) {
        URI address = address(url);
        return url.replace(
                "//" + address.getHost() + ":" + address.getPort() + "/",
                "//" + network.host() + ":" + network.port() + "/");
    }

    private static URI address(String url) {
        return URI.create("x:" + url.substring(url.indexOf("//")));
    }
}
