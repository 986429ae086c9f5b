package io.dbops.benchmarks;

import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * First runs and calls with nothing to do, of the peers and of a bare loop, in turns. Arguments: kinds of servers and numbers of
 * migrations, such as {@code POSTGRESQL_18 MYSQL_8_0 1000}. Properties: {@code dbops.rounds} of first runs, {@code
 * dbops.slow.rounds} of those in which the peers take part, {@code dbops.calls} with nothing to do, {@code dbops.jvms} that are started
 * for one such call each.
 */
public final class MigrationBenchmark {

    private static final int ROUNDS = Integer.getInteger("dbops.rounds", 9);
    private static final int SLOW_ROUNDS = Integer.getInteger("dbops.slow.rounds", 3);
    private static final int CALLS = Integer.getInteger("dbops.calls", 30);
    private static final int JVMS = Integer.getInteger("dbops.jvms", 5);

    private MigrationBenchmark() {}

    /** The program. */
    public static void main(String[] arguments) throws Exception {
        List<ServerKind> kinds = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.matches("\\d+")) {
                counts.add(Integer.parseInt(argument));
            } else {
                kinds.add(ServerKind.valueOf(argument));
            }
        }
        for (ServerKind kind : kinds.isEmpty() ? List.of(ServerKind.POSTGRESQL_18, ServerKind.MYSQL_8_0) : kinds) {
            for (int count : counts.isEmpty() ? List.of(1000) : counts) {
                run(kind, count);
            }
        }
        System.exit(0);
    }

    private static void run(ServerKind kind, int count) throws Exception {
        Path scripts = Files.createDirectory(
                Files.createTempDirectory("dbops-benchmark").resolve("scripts"));
        List<String> statements = write(scripts, count);
        Map<Migrator, List<Double>> first = measures();
        for (int round = 0; round < ROUNDS; round++) {
            for (Migrator migrator : Migrator.values()) {
                if (round >= ROUNDS - SLOW_ROUNDS || !migrator.isPeer()) {
                    try (TestDatabase database = TestServers.server(kind).createDatabase()) {
                        first.get(migrator)
                                .add(millis(() -> migrator.migrate(database.dataSource(), scripts, statements)));
                    }
                }
            }
        }
        report(kind + ", first run of " + count, first);
        try (Jar jar = Jar.of(scripts)) {
            nothing(kind, count, scripts, jar);
        }
    }

    /** Each has a database of its own, and they take turns. */
    private static void nothing(ServerKind kind, int count, Path scripts, Jar jar) throws Exception {
        Map<Migrator, TestDatabase> databases = new EnumMap<>(Migrator.class);
        Map<Migrator, List<Double>> warm = measures();
        Map<Migrator, List<Double>> indexed = measures();
        Map<Migrator, List<FreshJvm.Measure>> fresh = new EnumMap<>(Migrator.class);
        warm.remove(Migrator.JDBC);
        indexed.keySet().removeIf(migrator -> !migrator.readsJars());
        try {
            for (Migrator migrator : warm.keySet()) {
                TestDatabase database = TestServers.server(kind).createDatabase();
                databases.put(migrator, database);
                migrator.migrate(database.dataSource(), scripts, List.of());
                fresh.put(migrator, new ArrayList<>());
            }
            // the first half of the calls is for the compiler
            for (int call = 0; call < 2 * CALLS; call++) {
                for (Migrator migrator : warm.keySet()) {
                    TestDatabase database = databases.get(migrator);
                    double millis = millis(() -> migrator.migrate(database.dataSource(), scripts, List.of()));
                    double inJar =
                            migrator.readsJars() ? millis(() -> migrator.migrate(database.dataSource(), jar)) : 0;
                    if (call >= CALLS) {
                        warm.get(migrator).add(millis);
                        indexed.computeIfPresent(migrator, (same, times) -> with(times, inJar));
                    }
                }
            }
            report(kind + ", nothing to do, " + count + " applied, warm JVM", warm);
            report(kind + ", the same from a jar, ours with an index", indexed);
            for (int jvm = 0; jvm < JVMS; jvm++) {
                for (Migrator migrator : warm.keySet()) {
                    fresh.get(migrator).add(FreshJvm.run(migrator, databases.get(migrator), scripts));
                }
            }
            if (JVMS == 0) {
                return;
            }
            FreshJvm.report(kind + ", nothing to do, " + count + " applied, fresh JVM", fresh);
        } finally {
            databases.values().forEach(TestDatabase::close);
        }
    }

    private static List<Double> with(List<Double> times, double more) {
        times.add(more);
        return times;
    }

    /** One table, then a row each. */
    private static List<String> write(Path scripts, int count) throws IOException {
        List<String> statements = new ArrayList<>();
        StringBuilder changelog = new StringBuilder("--liquibase formatted sql\n");
        for (int i = 0; i < count; i++) {
            String statement = i == 0
                    ? "CREATE TABLE entry (id INT PRIMARY KEY, name VARCHAR(100))"
                    : "INSERT INTO entry VALUES (" + i + ", 'entry " + i + "')";
            statements.add(statement);
            Files.writeString(scripts.resolve("V" + (i + 1) + "__m.sql"), statement + ";\n");
            changelog
                    .append("--changeset me:")
                    .append(i)
                    .append('\n')
                    .append(statement)
                    .append(";\n");
        }
        Path folder = Files.createDirectory(scripts.resolveSibling("liquibase"));
        Files.writeString(folder.resolve("all.sql"), changelog);
        return statements;
    }

    /** What is measured. */
    private interface Work {
        void run() throws Exception;
    }

    private static double millis(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    private static Map<Migrator, List<Double>> measures() {
        Map<Migrator, List<Double>> all = new EnumMap<>(Migrator.class);
        Arrays.stream(Migrator.values()).forEach(each -> all.put(each, new ArrayList<>()));
        return all;
    }

    private static void report(String what, Map<Migrator, List<Double>> measured) {
        System.out.println(what);
        double ours = median(measured.get(Migrator.DBOPS));
        measured.values().removeIf(List::isEmpty);
        measured.forEach((migrator, times) -> System.out.printf(
                Locale.ROOT,
                "  %-10s %9.1f ms median of %d, %6.2f x DbOps%n",
                migrator,
                median(times),
                times.size(),
                median(times) / ours));
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
