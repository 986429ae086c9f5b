package io.dbops.testservers;

/** The wait between two looks at a process. */
final class Pause {
    private Pause() {}

    static void briefly() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a database server", e);
        }
    }
}
