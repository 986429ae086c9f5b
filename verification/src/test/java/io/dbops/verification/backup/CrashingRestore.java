package io.dbops.verification.backup;

import io.dbops.DbOps;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.KillPoint;
import io.dbops.verification.PlainSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Another JVM that restores and ends at a call to the target as by SIGKILL: nothing is closed, nothing runs any more. */
final class CrashingRestore {

    private static final String KILLED = "killed at ";

    private CrashingRestore() {}

    /** Runs it to its end; returns the name of the point, or an empty text when the restore was over before. */
    static String run(TestDatabase target, String url, Path repository, Path keys, KillPoint point, boolean resume)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashingRestore.class.getName(),
                        url,
                        target.user(),
                        target.password(),
                        repository.toString(),
                        keys.toString(),
                        Integer.toString(point.call()),
                        Boolean.toString(point.during()),
                        Boolean.toString(resume))
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
        KillPoint point = new KillPoint(Integer.parseInt(arguments[5]), Boolean.parseBoolean(arguments[6]));
        KillPoint.Calls calls = new KillPoint.Calls(point, name -> {
            System.out.println(KILLED + name);
            System.out.flush();
            Runtime.getRuntime().halt(137);
        });
        DataSource target = calls.over(PlainSource.of(arguments[0], arguments[1], arguments[2]));
        try (DbOps dbOps = DbOps.builder()
                .dataSource(target)
                .backupsTo(FileSystemStore.at(Path.of(arguments[3])))
                .backupKeys(KeyFile.at(Path.of(arguments[4])))
                .build()) {
            RestoreOptions.Builder options = RestoreOptions.builder();
            if (Boolean.parseBoolean(arguments[7])) {
                options.resume();
            }
            dbOps.backups().restore(RecoveryTarget.latest(), target, options.build());
        }
    }
}
