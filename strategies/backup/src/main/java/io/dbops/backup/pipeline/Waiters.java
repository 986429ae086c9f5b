package io.dbops.backup.pipeline;

import io.dbops.backup.BlockedPolicy;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.BlockedSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who was seen to wait for a backup, since when, and whether it gives way to them. Used by one thread, but for {@link #longest}. */
final class Waiters {

    private final String backup;
    private final BlockedPolicy policy;
    private final Clock clock;
    private final Map<String, Instant> since = new HashMap<>();
    private volatile Duration longest = Duration.ZERO;

    Waiters(String backup, BlockedPolicy policy, Clock clock) {
        this.backup = backup;
        this.policy = policy;
        this.clock = clock;
    }

    /** The longest wait that was seen. */
    Duration longest() {
        return longest;
    }

    /** Tells of those that are new; what to give way with if the policy says so. */
    Optional<DbOpsException> see(List<BlockedSession> now, Progress progress) {
        since.keySet().retainAll(now.stream().map(BlockedSession::toString).toList());
        Optional<DbOpsException> reason = Optional.empty();
        for (BlockedSession each : now) {
            if (!since.containsKey(each.toString())) {
                since.put(each.toString(), clock.instant().minus(each.waited()));
                progress.waiting(each.object(), each + " waits " + forWhat(each));
            }
            Duration waited = waited(each);
            if (waited.compareTo(longest) > 0) {
                longest = waited;
            }
            if (reason.isEmpty() && policy.givesWay(waited, each.direct())) {
                reason = Optional.of(reason(each, waited, now));
            }
        }
        return reason;
    }

    private static String forWhat(BlockedSession session) {
        return session.direct() ? "for this backup" : "behind a session that waits for this backup";
    }

    /** Since it was first seen, or longer where the database knows. */
    private Duration waited(BlockedSession session) {
        Duration seen = Duration.between(since.get(session.toString()), clock.instant());
        return seen.compareTo(session.waited()) > 0 ? seen : session.waited();
    }

    private DbOpsException reason(BlockedSession session, Duration waited, List<BlockedSession> now) {
        BlockedSession first =
                now.stream().filter(BlockedSession::direct).findFirst().orElse(session);
        String behind = session.direct() ? " for it" : " behind " + first;
        return DbOpsException.of(
                        ErrorCode.BACKUP_GAVE_WAY,
                        backup + " gave way: " + session + " waited " + waited.toSeconds() + " s" + behind)
                .with("session", first.session())
                .with("object", first.object())
                .with("waiting", now.size())
                .with("waited", waited)
                .hint("Take the backup again once session " + first.session()
                        + " is done, or let others wait with BlockedPolicy.waitForBackup().")
                .build();
    }
}
