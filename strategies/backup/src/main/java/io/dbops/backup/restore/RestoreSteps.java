package io.dbops.backup.restore;

import io.dbops.backup.RestoreOptions;
import io.dbops.spi.snapshot.PartialRestore;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.ResumableRestore;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through a restore step by step, and past those that were done before it was interrupted. Used by one thread. */
final class RestoreSteps {

    private final RestoreSession session;
    private final Optional<ResumableRestore> journal;
    private final Selection selection;
    private final TargetAccounts accounts;
    private final Map<Phase, Integer> items = new EnumMap<>(Phase.class);
    private final Set<String> there = new HashSet<>();
    private final List<String> leftOut = new ArrayList<>();
    private int all;

    private RestoreSteps(RestoreSession session, Selection selection, TargetAccounts accounts) {
        this.session = session;
        this.selection = selection;
        this.accounts = accounts;
        this.journal = journal(session, selection);
    }

    /**
     * Of restores of everything only: of what a part needs, nobody could tell afterwards what was there before, and beside a part others
     * may be restored into the same target.
     */
    private static Optional<ResumableRestore> journal(RestoreSession session, Selection selection) {
        return selection.isAll() && session instanceof ResumableRestore resumable
                ? Optional.of(resumable)
                : Optional.empty();
    }

    /** @param restore which backup is restored */
    static RestoreSteps start(RestoreSession session, Selection selection, String restore, RestoreOptions options)
            throws SQLException {
        RestoreSteps steps = new RestoreSteps(session, selection, new TargetAccounts(session, options.owners()));
        if (steps.journal.isPresent()) {
            if (options.resume()) {
                steps.journal.get().resume();
            } else {
                steps.journal.get().begin(restore);
            }
        }
        return steps;
    }

    /** How a restore treats what is in its target. */
    enum Manner {
        /** It refuses. */
        INTO_EMPTY,
        /** It goes on with it. */
        RESUMING,
        /** Somebody drops it beforehand. */
        REPLACING
    }

    /** What stands in the way of a restore that was interrupted, or of one that was not. */
    static List<String> obstacles(
            RestoreSession session, Selection selection, String restore, Manner manner, Set<String> schemas)
            throws SQLException {
        if (!selection.isAll() && !(session instanceof PartialRestore)) {
            return List.of("this database's strategy restores whole backups only");
        }
        Optional<ResumableRestore> journal = journal(session, selection);
        Optional<String> interrupted = journal.isPresent() ? journal.get().interrupted() : Optional.empty();
        if (manner == Manner.REPLACING) {
            return session instanceof ResumableRestore resumable ? resumable.preflightResumed(schemas) : List.of();
        }
        if (manner == Manner.INTO_EMPTY) {
            List<String> found = new ArrayList<>();
            if (selection.isAll() || !schemas.isEmpty()) {
                found.addAll(session.preflight(schemas));
            }
            if (session instanceof PartialRestore partial) {
                found.addAll(partial.taken(selection.singleTables()));
            }
            if (!found.isEmpty()) {
                interrupted.ifPresent(other -> found.add(
                        "a restore of " + other + " was interrupted there; RestoreOptions.resume() goes on with it"));
            }
            return found;
        }
        if (interrupted.isEmpty()) {
            return List.of("the target holds no interrupted restore that could be resumed");
        }
        if (!interrupted.get().equals(restore)) {
            return List.of("the interrupted restore in the target is of " + interrupted.get() + ", not of " + restore);
        }
        return journal.get().preflightResumed(schemas);
    }

    /**
     * One definition, and what is to be done with it.
     *
     * @param number within its phase
     */
    record Step(SchemaItem item, int number, Selection.Part part) {}

    /** All items of a phase have to come by, in their order. */
    Step next(SchemaItem item) {
        int number = items.merge(item.phase(), 1, Integer::sum) - 1;
        Selection.Part part = selection.part(all++);
        Optional<SchemaItem> ours = part == Selection.Part.NOT_RESTORED ? Optional.empty() : accounts.in(item);
        return new Step(ours.orElse(item), number, ours.isPresent() ? part : Selection.Part.NOT_RESTORED);
    }

    void define(Step step) throws SQLException {
        if (step.part() == Selection.Part.NOT_RESTORED) {
            return;
        }
        if (step.part() == Selection.Part.NEEDED && session instanceof PartialRestore partial) {
            defineIfAbsent(step.item(), partial);
        } else if (journal.isPresent()) {
            journal.get().define(step.item(), step.number());
        } else {
            session.define(step.item());
        }
    }

    /** What was there before keeps its state too, which later items of its name would set. */
    private void defineIfAbsent(SchemaItem item, PartialRestore partial) throws SQLException {
        String name = item.name();
        if (!there.contains(name)
                && !partial.defineIfAbsent(item)
                && there.add(name)
                && !item.kind().equals("schema")) {
            leftOut.add(item.kind() + " " + name + " was there, and stays as it is");
        }
    }

    /** To be called after the last definition. */
    void finish() throws SQLException {
        session.finish();
        if (!selection.isAll() && session instanceof PartialRestore partial) {
            leftOut.addAll(partial.dropDanglingKeys(selection.singleTables()));
        }
    }

    /** What was not restored though it belongs to what was, each one sentence. */
    List<String> leftOut() {
        List<String> sentences = new ArrayList<>(selection.leftOut());
        sentences.addAll(leftOut);
        return sentences;
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
    static void end(RestoreSession session, Selection selection) throws SQLException {
        Optional<ResumableRestore> journal = journal(session, selection);
        if (journal.isPresent()) {
            journal.get().end();
        }
    }
}
