package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.source.ResolvedMigration;
import java.sql.Connection;

/** Calls a Java migration in the transaction that is open. */
final class JavaRun {

    private JavaRun() {}

    static void up(ExecutionSession session, ResolvedMigration migration, Connection connection)
            throws ExecutionFailure {
        session.check("Java migration " + migration.id());
        Connection guarded = GuardedConnection.of(connection, session);
        try {
            JavaContext context = new JavaContext(
                    migration,
                    guarded,
                    session.listener(),
                    session.clock(),
                    session.clock().instant());
            migration.java().orElseThrow().up(context);
        } catch (Exception e) {
            if (e instanceof DbOpsException ours && ours.code() == ErrorCode.LOCK_LOST) {
                throw Failures.refused(migration, ours);
            }
            throw Failures.java(session, migration, e);
        }
    }
}
