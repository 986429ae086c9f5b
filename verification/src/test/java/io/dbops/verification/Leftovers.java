package io.dbops.verification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may have left what behind, where tests overlap: what appears between two looks is put down to every run that was under way
 * between them, and is a leak of the last of these that ends. So everything is found after the test that left it, or after one
 * that ran beside it, which names both. Thread-safe.
 */
final class Leftovers {
    private static final int ROUNDS = 100;
    private static final int ROUND_MILLIS = 20;

    /** What is there now, each under a name that stays the same while it is there. */
    @FunctionalInterface
    interface Look {
        Set<String> now() throws Exception;
    }

    /**
     * Something that a run left behind.
     *
     * @param suspects those beside which the run was under way when it appeared, and which may have left it instead
     */
    record Leak(String what, List<String> suspects) {
        @Override
        public String toString() {
            return suspects.isEmpty() ? what : what + " (or it was left by " + String.join(", ", suspects) + ")";
        }
    }

    /** One test, from its begin to its end. */
    static final class Run {
        private final String name;

        private Run(String name) {
            this.name = name;
        }
    }

    private final Look look;
    private final Set<Run> underWay = new HashSet<>();
    private final Map<String, Set<Run>> suspects = new HashMap<>();

    Leftovers(Look look) {
        this.look = look;
    }

    synchronized Run begin(String name) throws Exception {
        lookAgain();
        Run run = new Run(name);
        underWay.add(run);
        return run;
    }

    /** Ends a run; what is ending with it gets two seconds. The answer is what it left behind. */
    List<Leak> end(Run run) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            if (isClean(run)) {
                return List.of();
            }
            Thread.sleep(ROUND_MILLIS);
        }
        return leaks(run);
    }

    /** Ends the run if nothing speaks against it. */
    private synchronized boolean isClean(Run run) throws Exception {
        lookAgain();
        if (suspects.values().stream().anyMatch(runs -> isLastOf(runs, run))) {
            return false;
        }
        underWay.remove(run);
        return true;
    }

    /** Ends the run, and lets what it left count as known. */
    private synchronized List<Leak> leaks(Run run) throws Exception {
        lookAgain();
        List<Leak> leaks = new ArrayList<>();
        suspects.forEach((left, runs) -> {
            if (isLastOf(runs, run)) {
                leaks.add(new Leak(left, others(runs, run)));
                runs.clear();
            }
        });
        underWay.remove(run);
        return leaks;
    }

    private boolean isLastOf(Set<Run> runs, Run run) {
        return runs.contains(run) && runs.stream().noneMatch(other -> !other.equals(run) && underWay.contains(other));
    }

    private static List<String> others(Set<Run> runs, Run run) {
        return runs.stream()
                .filter(other -> !other.equals(run))
                .map(other -> other.name)
                .sorted()
                .toList();
    }

    /** The names of the runs that have begun and not ended. */
    synchronized List<String> underWay() {
        return underWay.stream().map(run -> run.name).sorted().toList();
    }

    private void lookAgain() throws Exception {
        Set<String> now = look.now();
        suspects.keySet().retainAll(now);
        for (String each : now) {
            suspects.computeIfAbsent(each, unseen -> new HashSet<>(underWay));
        }
    }
}
