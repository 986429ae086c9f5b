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
 * migrations, such as {@code POSTGRESQL_18 MYSQL_8_0 1000}.
 */
public final class MigrationBenchmark {

    private static final int FIRST_RUNS = 3;
    private static final int CALLS = Integer.getInteger("dbops.calls", 11);
    private static final int WARM_UP = 5;

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
        Map<Migrator, List<Double>> nothing = measures();
        for (int round = 0; round < FIRST_RUNS; round++) {
            for (Migrator migrator : Migrator.values()) {
                try (TestDatabase database = TestServers.server(kind).createDatabase()) {
                    first.get(migrator).add(millis(() -> migrator.migrate(database.dataSource(), scripts, statements)));
                    if (migrator != Migrator.JDBC && round == FIRST_RUNS - 1) {
                        for (int call = 0; call < WARM_UP + CALLS; call++) {
                            double millis = millis(() -> migrator.migrate(database.dataSource(), scripts, statements));
                            if (call >= WARM_UP) {
                                nothing.get(migrator).add(millis);
                            }
                        }
                    }
                }
            }
        }
        report(kind + ", first run of " + count, first);
        nothing.remove(Migrator.JDBC);
        report(kind + ", nothing to do, " + count + " applied, warm JVM", nothing);
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
        measured.forEach((migrator, times) -> System.out.printf(
                Locale.ROOT,
                "  %-10s %9.1f ms median of %d, %6.2f x DbOps%n",
                migrator,
                median(times),
                times.size(),
                median(times) / ours));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
