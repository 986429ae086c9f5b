package io.dbops.benchmarks;

import com.github.luben.zstd.ZstdOutputStream;
import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Full backups and restores beside the products' own tools, of the same database, in turns. Arguments: kinds of servers, {@code large} for one
 * large table only, and how many megabytes the tables hold together. Ours are encrypted, signed and digested, the others' are not.
 */
public final class BackupBenchmark {

    private static final int ROW = 230;
    private static final int PARALLELISM = Integer.getInteger("dbops.parallelism", 3);
    private static final int ROUNDS = Integer.getInteger("dbops.rounds", 3);

    private final TestDatabase database;
    private final Path folder;
    private final boolean large;
    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    private BackupBenchmark(TestDatabase database, Path folder, boolean large) {
        this.database = database;
        this.folder = folder;
        this.large = large;
    }

    /** The program. */
    public static void main(String[] arguments) throws Exception {
        int megabytes = 500;
        boolean large = false;
        List<ServerKind> kinds = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.matches("\\d+")) {
                megabytes = Integer.parseInt(argument);
            } else if (argument.equals("large")) {
                large = true;
            } else {
                kinds.add(ServerKind.valueOf(argument));
            }
        }
        for (ServerKind kind : kinds) {
            Path folder = Files.createTempDirectory("dbops-benchmark");
            try (TestDatabase database = TestServers.server(kind).createDatabase()) {
                BackupBenchmark benchmark = new BackupBenchmark(database, folder, large);
                benchmark.fill(megabytes);
                System.out.printf(
                        Locale.ROOT,
                        "%s, %d MB in %s, JDK %s%n",
                        kind,
                        megabytes,
                        large ? "one table" : "three tables",
                        Runtime.version().feature());
                benchmark.measure();
            } finally {
                delete(folder);
            }
        }
        System.exit(0);
    }

    private void fill(int megabytes) throws SQLException {
        long rows = megabytes * 1_000_000L / ROW;
        boolean postgresql = family() == Family.POSTGRESQL;
        String payload = postgresql
                ? "repeat(md5(i::text) || ' some words of text ', 4)"
                : "REPEAT(CONCAT(MD5(i), ' some words of text '), 4)";
        String uuid = postgresql ? "md5((i * 7)::text)::uuid" : "MD5(i * 7)";
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE serial_key (id BIGINT PRIMARY KEY, payload VARCHAR(400))");
            long most = large ? rows : rows * 2 / 5;
            if (postgresql) {
                statement.execute(
                        "INSERT INTO serial_key SELECT i, " + payload + " FROM generate_series(1, " + most + ") i");
            } else {
                statement.execute("INSERT INTO serial_key SELECT i, " + payload + " FROM (SELECT 1 AS i) one");
                for (long there = 1; there < most; there *= 2) {
                    statement.execute("INSERT INTO serial_key SELECT i, " + payload + " FROM (SELECT id + " + there
                            + " AS i FROM serial_key WHERE id <= " + (most - there) + ") more");
                }
            }
            if (!large) {
                String rest = " FROM (SELECT id AS i FROM serial_key) s WHERE i <= " + rows * 3 / 10;
                statement.execute(
                        "CREATE TABLE composite_key (a INT, b INT, payload VARCHAR(400), PRIMARY KEY (a, b))");
                statement.execute("INSERT INTO composite_key SELECT "
                        + (postgresql ? "i / 1000" : "i DIV 1000") + ", " + (postgresql ? "i % 1000" : "MOD(i, 1000)")
                        + ", " + payload + rest);
                statement.execute("CREATE TABLE uuid_key (id " + (postgresql ? "UUID" : "VARCHAR(36)")
                        + " PRIMARY KEY, payload VARCHAR(400))");
                statement.execute("INSERT INTO uuid_key SELECT " + uuid + ", " + payload + rest);
            }
            if (postgresql) {
                statement.execute("VACUUM ANALYZE");
            } else {
                statement.execute("ANALYZE TABLE serial_key" + (large ? "" : ", composite_key, uuid_key"));
            }
        }
    }

    private Family family() {
        return database.server().kind().family();
    }

    private void measure() throws Exception {
        for (int round = 0; round <= ROUNDS; round++) {
            if (family() == Family.POSTGRESQL) {
                postgresql();
            } else {
                mySql();
            }
            if (round == 0) {
                times.clear(); // caches and compilers are warm then
            }
        }
        long ours = median("backup: DbOps");
        long restored = median("restore: DbOps");
        times.forEach((what, all) -> System.out.printf(
                Locale.ROOT,
                "  %-55s %7d ms, DbOps takes %.2f of it%n",
                what,
                median(what),
                (double) (what.startsWith("restore") ? restored : ours) / median(what)));
    }

    private long median(String what) {
        List<Long> sorted =
                times.getOrDefault(what, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private void postgresql() throws Exception {
        ours();
        String source = "-h 127.0.0.1 -p " + port() + " -U " + database.user() + " -d " + database.name();
        timed("backup: pg_dump -Fd -j2 -Z0, then zstd -1 of each file, 2 at once", () -> {
            shell("rm -rf dump && pg_dump -Fd -j2 -Z0 -f dump " + source
                    + " && ls dump/*.dat | xargs -P 2 -n 1 zstd -q -1");
            return 0;
        });
        timed("backup: pg_dump -Fc -Z0 | zstd -1", () -> {
            shell("pg_dump -Fc -Z0 " + source + " | zstd -q -1 -f -o dump.zst");
            return 0;
        });
        timed("backup: bare COPY to nowhere, 2 connections", () -> bare(out -> out));
        timed("backup: bare COPY into zstd 1, 2 connections", () -> bare(out -> new ZstdOutputStream(out, 1)));
        try (TestDatabase target = database.server().createDatabase()) {
            timed("restore: pg_restore -j2", () -> {
                shell("pg_restore -j2 -h 127.0.0.1 -p " + port() + " -U " + database.user() + " -d " + target.name()
                        + " dump");
                return 0;
            });
        }
    }

    private void mySql() throws Exception {
        ours();
        String source = "-h 127.0.0.1 -P " + port() + " -u " + database.user();
        timed("backup: mysqldump --single-transaction | zstd -1", () -> {
            shell("mysqldump --single-transaction --quick " + source + " " + database.name()
                    + " | zstd -q -1 -f -o dump.zst");
            return 0;
        });
        timed("backup: mydumper -t 2 --compress", () -> {
            shell("rm -rf my && mydumper -t 2 --compress " + source + " -B " + database.name() + " -o my");
            return 0;
        });
        try (TestDatabase target = database.server().createDatabase()) {
            timed("restore: zstd -d | mysql", () -> {
                shell("zstd -q -dc dump.zst | mysql " + source + " " + target.name());
                return 0;
            });
        }
        try (TestDatabase target = database.server().createDatabase()) {
            timed("restore: myloader -t 2", () -> {
                shell("myloader -t 2 " + source + " -B " + target.name() + " -d my");
                return 0;
            });
        }
    }

    private void ours() throws Exception {
        BackupKeys keys = KeyGenerator.generate(new SecureRandom());
        String url =
                family() == Family.MYSQL ? database.jdbcUrlWith("allowLoadLocalInfile", "true") : database.jdbcUrl();
        delete(folder.resolve("repository"));
        try (DbOps dbOps = DbOps.builder()
                        .dataSource(database.dataSource(url))
                        .backupsTo(folder.resolve("repository"))
                        .backupKeys(() -> keys)
                        .build();
                TestDatabase target = database.server().createDatabase()) {
            BackupReport report = timed("backup: DbOps", () -> dbOps.backups()
                    .full(BackupOptions.builder().parallelism(PARALLELISM).build()));
            String into =
                    family() == Family.MYSQL ? target.jdbcUrlWith("allowLoadLocalInfile", "true") : target.jdbcUrl();
            timed("restore: DbOps", () -> dbOps.backups()
                    .restore(
                            RecoveryTarget.of(report.label()),
                            target.dataSource(into),
                            RestoreOptions.builder().parallelism(PARALLELISM).build()));
        }
    }

    /** What a stream goes through. */
    private interface Through {
        OutputStream around(OutputStream out) throws IOException;
    }

    private int bare(Through through) throws Exception {
        List<Callable<Long>> halves = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT relname, relpages FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")) {
            while (row.next()) {
                String table = row.getString(1);
                int middle = row.getInt(2) / 2;
                halves.add(() -> copy(table + " WHERE ctid < '(" + middle + ",0)'", through));
                halves.add(() -> copy(table + " WHERE ctid >= '(" + middle + ",0)'", through));
            }
        }
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (Future<Long> each : two.invokeAll(halves)) {
                each.get();
            }
        } finally {
            two.shutdown();
        }
        return 0;
    }

    private long copy(String from, Through through) throws SQLException, IOException {
        try (Connection connection = database.dataSource().getConnection();
                OutputStream out = through.around(new BufferedOutputStream(OutputStream.nullOutputStream(), 1 << 16))) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM " + from + ") TO STDOUT", out);
        }
    }

    private <T> T timed(String what, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.call();
        times.computeIfAbsent(what, name -> new ArrayList<>()).add((System.nanoTime() - start) / 1_000_000);
        return result;
    }

    private int port() {
        return URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    private void shell(String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-o", "pipefail", "-ec", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        shell.environment().put("PGPASSWORD", database.password());
        shell.environment().put("MYSQL_PWD", database.password());
        if (shell.start().waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(folder.resolve("log")));
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
