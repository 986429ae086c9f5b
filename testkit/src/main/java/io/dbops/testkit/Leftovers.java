package io.dbops.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may have left what behind, where tests overlap. What appears between two looks is put down to every run that was under way
 * between them, and is a leak of the last of these that ends: so everything is found when the test ends that left it, or one that
 * ran beside it, which then names both. What nobody can have left, because no run was under way, is nobody's leak. Thread-safe.
 */
public final class Leftovers {

    private static final String THREADS = "dbops-";

    /** Something that can be seen from outside a test, such as the threads of a JVM. */
    @FunctionalInterface
    public interface Look {
        /** What is there now, each under a name of its own that stays the same while it is there. */
        Set<String> now() throws Exception;
    }

    /**
     * Something that was left behind.
     *
     * @param what its name
     * @param suspects the other runs, now ended, that may have left it instead
     */
    public record Leak(String what, List<String> suspects) {
        /** Copies the list. */
        public Leak {
            suspects = List.copyOf(suspects);
        }

        @Override
        public String toString() {
            return suspects.isEmpty() ? what : what + " (or it was left by " + String.join(", ", suspects) + ")";
        }
    }

    /** One run of one test, from its begin to its end. */
    public static final class Run {
        private final String name;

        private Run(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final Look look;
    private final Set<Run> underWay = new HashSet<>();
    private final Map<String, Set<Run>> suspects = new HashMap<>();

    /** Knows nothing of what is there yet; {@link #begin} does. */
    public Leftovers(Look look) {
        this.look = look;
    }

    /** The running threads of DbOps, whose names begin with {@code dbops-}; each with its number. */
    public static Set<String> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 1];
        int count = root.enumerate(threads);
        while (count == threads.length) { // some may be left out
            threads = new Thread[2 * threads.length];
            count = root.enumerate(threads);
        }
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().startsWith(THREADS)) {
                names.add("thread " + threads[i].getName() + " (number " + threads[i].getId() + ")");
            }
        }
        return names;
    }

    /** Begins a run, under a name for messages. */
    public synchronized Run begin(String name) throws Exception {
        lookAgain();
        Run run = new Run(name);
        underWay.add(run);
        return run;
    }

    /** What would be a leak of this run if it ended now. */
    public synchronized List<Leak> peek(Run run) throws Exception {
        lookAgain();
        List<Leak> leaks = new ArrayList<>();
        suspects.forEach((left, runs) -> {
            if (isLastOf(runs, run)) {
                leaks.add(new Leak(left, others(runs, run)));
            }
        });
        return leaks;
    }

    /** Ends a run, and tells what it left behind; the next does not hear of that again. */
    public synchronized List<Leak> end(Run run) throws Exception {
        try {
            List<Leak> leaks = peek(run);
            leaks.forEach(leak -> suspects.put(leak.what(), Set.of()));
            return leaks;
        } finally {
            underWay.remove(run);
        }
    }

    /** The names of the runs that have begun and not ended. */
    public synchronized List<String> underWay() {
        return underWay.stream().map(Run::toString).sorted().toList();
    }

    private boolean isLastOf(Set<Run> runs, Run run) {
        return runs.contains(run) && runs.stream().noneMatch(other -> !other.equals(run) && underWay.contains(other));
    }

    private static List<String> others(Set<Run> runs, Run run) {
        return runs.stream()
                .filter(other -> !other.equals(run))
                .map(Run::toString)
                .sorted()
                .toList();
    }

    private void lookAgain() throws Exception {
        Set<String> now = look.now();
        suspects.keySet().retainAll(now);
        for (String each : now) {
            suspects.computeIfAbsent(each, unseen -> Set.copyOf(underWay));
        }
    }
}
