package io.dbops.verification;

import java.util.Random;

/**
 * Where a test chooses at random: each run chooses otherwise, {@code -Ddbops.seed} repeats the choice of a run that failed
 * and told its seed, and {@code -Ddbops.rounds}, which the profile {@code soak} sets, makes it choose that many times as often.
 */
public final class Seed {
    private static final String SEED = "dbops.seed";
    private static final String ROUNDS = "dbops.rounds";

    private final long seed;

    private Seed(long seed) {
        this.seed = seed;
    }

    /** That of this run. */
    public static Seed ofThisRun() {
        Long given = Long.getLong(SEED);
        return new Seed(given != null ? given : new Random().nextLong());
    }

    /** How often to choose: so often, and in a soak many times more. */
    public static int rounds(int usual) {
        return usual * Integer.getInteger(ROUNDS, 1);
    }

    /** The same numbers for the same seed. */
    public Random random() {
        return new Random(seed);
    }

    @Override
    public String toString() {
        return "-D" + SEED + "=" + seed;
    }
}
