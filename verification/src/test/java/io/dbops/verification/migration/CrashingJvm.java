package io.dbops.verification.migration;

import io.dbops.migration.Migrations;
import io.dbops.migration.UndoOptions;
import io.dbops.verification.KillPoint;
import io.dbops.verification.PlainSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Another JVM that migrates and ends at a kill point as by SIGKILL: nothing is closed, nothing runs any more. */
final class CrashingJvm {

    private static final String KILLED = "killed at ";

    private CrashingJvm() {}

    /** What it does. */
    enum Work {
        MIGRATE {
            @Override
            void on(Migrations migrations) {
                migrations.migrate();
            }
        },
        /** Everything behind version 1 is taken back. */
        UNDO {
            @Override
            void on(Migrations migrations) {
                migrations.undo(UndoOptions.builder().to("1").build());
            }
        };

        /** Once, or once more after a crash. */
        abstract void on(Migrations migrations);
    }

    /** Runs it to its end; returns the name of the point, or an empty text when the migration was over before. */
    static String run(Work work, String url, String user, String password, Path scripts, KillPoint point)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashingJvm.class.getName(),
                        url,
                        user,
                        password,
                        scripts.toString(),
                        Integer.toString(point.call()),
                        Boolean.toString(point.during()),
                        work.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        int name = output.indexOf(KILLED);
        if ((code == 0) == (name >= 0)) {
            throw new IOException("the other JVM ended with " + code + ": " + output);
        }
        return name < 0 ? "" : output.substring(name + KILLED.length()).strip();
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) throws SQLException {
        KillPoint point = new KillPoint(Integer.parseInt(arguments[4]), Boolean.parseBoolean(arguments[5]));
        KillPoint.Calls calls = new KillPoint.Calls(point, name -> {
            System.out.println(KILLED + name);
            System.out.flush();
            Runtime.getRuntime().halt(137);
        });
        DataSource source = PlainSource.of(arguments[0], arguments[1], arguments[2]);
        Work.valueOf(arguments[6])
                .on(Databases.dbOps(calls.over(source), Path.of(arguments[3])).migrations());
    }
}
