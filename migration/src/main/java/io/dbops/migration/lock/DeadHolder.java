package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Waits until the session that executed an unfinished run is gone: a lock that is free proves nothing about a statement that
 * the server still runs for a client that died.
 */
public final class DeadHolder {

    private static final Duration POLL = Duration.ofMillis(200);

    private DeadHolder() {}

    /** Returns when that session is gone, or is the observer's own and so runs nothing else. */
    public static void awaitGone(Connection observer, SessionControl sessions, SessionIdentity session, LockWait wait)
            throws SQLException {
        if (sessions.identify(observer).equals(session)) {
            return;
        }
        Instant end = wait.clock().instant().plus(wait.longest());
        boolean told = false;
        while (sessions.isAlive(observer, session)) {
            wait.deadline().check("the session of the unfinished run was gone");
            if (!wait.clock().instant().isBefore(end)) {
                throw DbOpsException.of(
                                ErrorCode.LOCK_TIMEOUT,
                                "session " + session.session()
                                        + " of an unfinished run was still there, or could not be" + " seen, after "
                                        + wait.longest())
                        .with("session", session.session())
                        .with("since", session.startedAt())
                        .hint("Let its statement end, or end that session, and migrate again.")
                        .build();
            }
            if (!told) {
                wait.waiting("for session " + session.session() + " of an unfinished run to end");
                told = true;
            }
            wait.deadline().sleep(wait.sleeper(), POLL, "the session of the unfinished run was gone");
        }
    }
}
