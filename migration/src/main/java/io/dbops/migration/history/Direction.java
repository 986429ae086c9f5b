package io.dbops.migration.history;

/** Which way a migration is run. */
public enum Direction {
    UP,
    DOWN;

    /** How the journal counts that unit: what is taken back has numbers of its own, below zero. */
    int stored(int unit) {
        return this == UP ? unit : -1 - unit;
    }

    static Direction ofStored(int number) {
        return number < 0 ? DOWN : UP;
    }

    static int unit(int number) {
        return number < 0 ? -1 - number : number;
    }
}
