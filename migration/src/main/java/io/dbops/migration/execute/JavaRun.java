package io.dbops.migration.execute;

import io.dbops.migration.source.ResolvedMigration;
import java.sql.Connection;

/** Calls a Java migration in the transaction that is open. */
final class JavaRun {

    private JavaRun() {}

    static void up(ExecutionSession session, ResolvedMigration migration, Connection connection)
            throws ExecutionFailure {
        session.deadline().check("Java migration " + migration.id());
        Connection guarded = GuardedConnection.of(connection, session.watch());
        try {
            JavaContext context = new JavaContext(
                    migration,
                    guarded,
                    session.listener(),
                    session.clock(),
                    session.clock().instant());
            migration.java().orElseThrow().up(context);
        } catch (Exception e) {
            throw Failures.java(session, migration, e);
        }
    }
}
