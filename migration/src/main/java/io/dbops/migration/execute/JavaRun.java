package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.ReversibleMigration;
import io.dbops.migration.history.Direction;
import io.dbops.migration.source.ResolvedMigration;
import java.sql.Connection;

/** Calls a Java migration in the transaction that is open. */
final class JavaRun {

    private JavaRun() {}

    static void run(ExecutionSession session, PlannedExecution planned, Connection connection) throws ExecutionFailure {
        ResolvedMigration migration = planned.migration();
        session.check("Java " + planned.what());
        Connection guarded = GuardedConnection.of(connection, session);
        try {
            JavaContext context = new JavaContext(
                    migration,
                    guarded,
                    session.listener(),
                    session.clock(),
                    session.clock().instant());
            JavaMigration java = migration.java().orElseThrow();
            if (planned.direction() == Direction.UP) {
                java.up(context);
            } else {
                ((ReversibleMigration) java).down(context);
            }
        } catch (Exception e) {
            if (e instanceof DbOpsException ours && ours.code() == ErrorCode.LOCK_LOST) {
                throw Failures.refused(planned, ours);
            }
            throw Failures.java(session, planned, e);
        }
    }
}
