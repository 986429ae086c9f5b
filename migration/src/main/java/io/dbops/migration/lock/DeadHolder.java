package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.history.StatementJournal;
import io.dbops.spi.sql.PooledSessions;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionObserver;
import io.dbops.spi.sql.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the session that executed an unfinished run is gone: a lock that is free proves nothing about a statement that
 * the server still runs for a client that died.
 *
 * <p>A run whose lease was lost is finished with: its session is ended as soon as it is idle, and if nobody can see that
 * session, one more duration of the lease is waited and the run is then left to the journal, which its token keeps it out of.
 */
public final class DeadHolder {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final String GONE = "the session of the unfinished run was gone";

    private final Connection observer;
    private final SessionControl sessions;
    private final StatementJournal journal;
    private final LockWait wait;
    private final Duration unseen;
    private final boolean lease;
    private final SessionIdentity self;
    private @Nullable Set<String> running;

    /**
     * @param observer looks, on the connection that will execute
     * @param self that connection's session
     * @param lock is held
     * @param unseen how long to wait for a session that lost its lease and that nobody can see
     */
    public DeadHolder(
            Connection observer,
            SessionIdentity self,
            SessionControl sessions,
            StatementJournal journal,
            LockWait wait,
            MigrationLock lock,
            Duration unseen) {
        this.observer = observer;
        this.self = self;
        this.sessions = sessions;
        this.journal = journal;
        this.wait = wait;
        this.lease = !lock.token().isEmpty();
        this.unseen = unseen;
    }

    /**
     * Returns when no other session can be executing the unfinished run, or can no longer record anything of it.
     *
     * @return the run that is to be replaced, if there is one
     */
    public Optional<JournalEntry> await() throws SQLException {
        Instant start = wait.clock().instant();
        boolean told = false;
        while (true) {
            Optional<JournalEntry> run = journal.unfinishedRun(observer);
            if (run.isEmpty() || self.equals(run.get().session())) {
                return run;
            }
            Duration waited = Duration.between(start, wait.clock().instant());
            SessionIdentity session = run.get().session();
            SessionState state = state(session, lease && !run.get().digest().isEmpty());
            if (state == SessionState.GONE || (state == SessionState.UNSEEN && waited.compareTo(unseen) >= 0)) {
                return run;
            }
            wait.deadline().check(GONE);
            if (state != SessionState.UNSEEN && waited.compareTo(wait.longest()) >= 0) {
                throw inVain(session);
            }
            if (!told) {
                wait.waiting("for session " + session.session() + " of an unfinished run to end");
                told = true;
            }
            wait.deadline().sleep(wait.sleeper(), POLL, GONE);
        }
    }

    /** UNSEEN only of a session that lost its lease; every other one that cannot be seen may be executing. */
    private SessionState state(SessionIdentity session, boolean lostLease) throws SQLException {
        if (sessions instanceof PooledSessions pooled && pooled.isPooled(session)) {
            return ofClient(session, pooled);
        }
        if (!lostLease || !(sessions instanceof SessionObserver sight)) {
            return sessions.isAlive(observer, session) ? SessionState.EXECUTING : SessionState.GONE;
        }
        SessionState state = sight.state(observer, session);
        if (state != SessionState.IDLE) {
            return state;
        }
        return sight.end(observer, session) ? SessionState.EXECUTING : SessionState.UNSEEN;
    }

    /** The server's session is nobody's behind a pooler: what it ran when the lock was free already must have come to its end. */
    private SessionState ofClient(SessionIdentity client, PooledSessions pooled) throws SQLException {
        Set<String> now = pooled.running(observer, client);
        if (running == null) {
            running = new HashSet<>(now);
        } else {
            running.retainAll(now);
        }
        return running.isEmpty() ? SessionState.GONE : SessionState.EXECUTING;
    }

    private DbOpsException inVain(SessionIdentity session) {
        return DbOpsException.of(
                        ErrorCode.LOCK_TIMEOUT,
                        "session " + session.session() + " of an unfinished run was still there, or could not be seen,"
                                + " after " + wait.longest())
                .with("session", session.session())
                .with("since", session.startedAt())
                .hint("Let its statement end, or end that session, and migrate again.")
                .build();
    }
}
