package io.dbops.verification.backup;

import io.dbops.DbOps;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.KillPoint;
import io.dbops.verification.OtherJvm;
import io.dbops.verification.PlainSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Another JVM that restores and ends at a call to the target as by SIGKILL: nothing is closed, nothing runs any more. */
final class CrashingRestore {

    private CrashingRestore() {}

    /** Runs it to its end; returns the name of the point, or an empty text when the restore was over before. */
    static String run(TestDatabase target, String url, Path repository, Path keys, KillPoint point, boolean resume)
            throws IOException, InterruptedException {
        return OtherJvm.run(
                CrashingRestore.class,
                url,
                target.user(),
                target.password(),
                repository,
                keys,
                point.call(),
                point.during(),
                resume);
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) throws SQLException {
        KillPoint point = new KillPoint(Integer.parseInt(arguments[5]), Boolean.parseBoolean(arguments[6]));
        KillPoint.Calls calls = new KillPoint.Calls(point, OtherJvm::kill);
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
