package io.dbops.backup.restore;

import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.ResumableRestore;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through a restore step by step, and past those that were done before it was interrupted. Used by one thread. */
final class RestoreSteps {

    private final RestoreSession session;
    private final Optional<ResumableRestore> journal;
    private final Map<Phase, Integer> items = new EnumMap<>(Phase.class);

    private RestoreSteps(RestoreSession session) {
        this.session = session;
        this.journal = journal(session);
    }

    private static Optional<ResumableRestore> journal(RestoreSession session) {
        return session instanceof ResumableRestore resumable ? Optional.of(resumable) : Optional.empty();
    }

    /** @param restore which backup is restored, and what of it */
    static RestoreSteps start(RestoreSession session, String restore, boolean resume, Set<String> schemas)
            throws SQLException {
        RestoreSteps steps = new RestoreSteps(session);
        if (steps.journal.isPresent()) {
            if (resume) {
                steps.journal.get().resume(schemas);
            } else {
                steps.journal.get().begin(restore);
            }
        }
        return steps;
    }

    /** What stands in the way of a restore that was interrupted, or of one that was not. */
    static List<String> obstacles(RestoreSession session, String restore, boolean resume, Set<String> schemas)
            throws SQLException {
        Optional<ResumableRestore> journal = journal(session);
        Optional<String> interrupted = journal.isPresent() ? journal.get().interrupted() : Optional.empty();
        if (!resume) {
            List<String> found = session.preflight(schemas);
            return found.isEmpty() || interrupted.isEmpty()
                    ? found
                    : with(
                            found,
                            "a restore of " + interrupted.get()
                                    + " was interrupted there; RestoreOptions.resume() goes on with it");
        }
        if (interrupted.isEmpty()) {
            return List.of("the target holds no interrupted restore that could be resumed");
        }
        if (!interrupted.get().equals(restore)) {
            return List.of("the interrupted restore in the target is of " + interrupted.get() + ", not of " + restore);
        }
        return journal.get().preflightResumed(schemas);
    }

    private static List<String> with(List<String> some, String more) {
        List<String> all = new ArrayList<>(some);
        all.add(more);
        return all;
    }

    /** All items of a phase have to come by, in their order. */
    void define(SchemaItem item) throws SQLException {
        int number = items.merge(item.phase(), 1, Integer::sum) - 1;
        if (journal.isPresent()) {
            journal.get().define(item, number);
        } else {
            session.define(item);
        }
    }

    List<LoadJob> open(List<LoadJob> jobs) {
        return journal.map(there -> jobs.stream()
                        .filter(job -> !there.isLoaded(job.chunk()))
                        .toList())
                .orElse(jobs);
    }

    void allLoaded() throws SQLException {
        if (journal.isPresent()) {
            journal.get().allLoaded();
        }
    }

    /** To be called when what was restored has been compared. */
    static void end(RestoreSession session) throws SQLException {
        Optional<ResumableRestore> journal = journal(session);
        if (journal.isPresent()) {
            journal.get().end();
        }
    }
}
