package io.dbops.verification.migration;

import io.dbops.migration.Migrations;
import io.dbops.migration.UndoOptions;
import io.dbops.verification.KillPoint;
import io.dbops.verification.OtherJvm;
import io.dbops.verification.PlainSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Another JVM that migrates and ends at a kill point as by SIGKILL: nothing is closed, nothing runs any more. */
final class CrashingJvm {

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
        return OtherJvm.run(CrashingJvm.class, url, user, password, scripts, point.call(), point.during(), work);
    }

    /** The other JVM's program. */
    public static void main(String[] arguments) throws SQLException {
        KillPoint point = new KillPoint(Integer.parseInt(arguments[4]), Boolean.parseBoolean(arguments[5]));
        KillPoint.Calls calls = new KillPoint.Calls(point, OtherJvm::kill);
        DataSource source = PlainSource.of(arguments[0], arguments[1], arguments[2]);
        Work.valueOf(arguments[6])
                .on(Databases.dbOps(calls.over(source), Path.of(arguments[3])).migrations());
    }
}
