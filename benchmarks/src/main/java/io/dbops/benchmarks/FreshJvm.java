package io.dbops.benchmarks;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.dbops.testservers.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One call with nothing to do in a JVM that does nothing else, as an application waits for it when it starts. */
final class FreshJvm {

    private static final Pattern SAID = Pattern.compile("call (\\d+) ms, peak (\\d+) kB");

    private FreshJvm() {}

    /**
     * What one took.
     *
     * @param process from its start to its end, in milliseconds
     * @param call of it, the call alone
     * @param peak of memory, in megabytes
     */
    record Measure(double process, double call, double peak) {}

    static Measure run(Migrator migrator, TestDatabase database, Path scripts) throws Exception {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        FreshJvm.class.getName(),
                        migrator.name(),
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        scripts.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        double millis = (System.nanoTime() - begin) / 1e6;
        Matcher measured = SAID.matcher(said);
        if (!measured.find()) {
            throw new IOException(migrator + " in a JVM of its own said: " + said);
        }
        return new Measure(millis, Double.parseDouble(measured.group(1)), Double.parseDouble(measured.group(2)) / 1024);
    }

    static void report(String what, Map<Migrator, List<Measure>> measured) {
        System.out.println(what);
        double ours = process(measured.get(Migrator.DBOPS));
        double memory = peak(measured.get(Migrator.DBOPS));
        measured.forEach((migrator, all) -> System.out.printf(
                Locale.ROOT,
                "  %-10s %9.1f ms median of %d, %6.2f x DbOps; the call alone %7.1f ms; peak %5.0f MB, %5.2f x DbOps%n",
                migrator,
                process(all),
                all.size(),
                process(all) / ours,
                MigrationBenchmark.median(all.stream().map(Measure::call).toList()),
                peak(all),
                peak(all) / memory));
    }

    private static double process(List<Measure> all) {
        return MigrationBenchmark.median(all.stream().map(Measure::process).toList());
    }

    private static double peak(List<Measure> all) {
        return MigrationBenchmark.median(all.stream().map(Measure::peak).toList());
    }

    /** The program of that JVM. */
    public static void main(String[] arguments) throws Exception {
        long begin = System.nanoTime();
        DataSource source = source(arguments[1], arguments[2], arguments[3]);
        Migrator.valueOf(arguments[0]).migrate(source, Path.of(arguments[4]), List.of());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", "");
        System.out.println("call " + millis + " ms, peak " + peak + " kB");
        System.exit(0);
    }

    private static DataSource source(String url, String user, String password) {
        if (url.startsWith("jdbc:postgresql:")) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** Of whoever started this program: Maven gives it a class loader and no class path. */
    private static String classPath() {
        return FreshJvm.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }
}
