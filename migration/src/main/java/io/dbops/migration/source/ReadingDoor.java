package io.dbops.migration.source;

import org.jspecify.annotations.Nullable;

/** Where a thread that has nothing else to do any more comes in. Thread-safe. */
public final class ReadingDoor {
    private final int expected;
    private @Nullable Runnable work;
    private boolean inside;
    private boolean over;

    /** @param expected how many are busy now and come later, so that no others are sent for */
    public ReadingDoor(int expected) {
        this.expected = expected;
    }

    int expected() {
        return expected;
    }

    synchronized void open(Runnable run) {
        work = run;
        notifyAll();
    }

    /** There will be nothing to help with, or nothing more. */
    public synchronized void over() {
        over = true;
        notifyAll();
    }

    /** Nobody comes in any more, and whoever is in comes out. */
    synchronized void shut() {
        work = null;
        over();
        boolean interrupted = false;
        while (inside) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the work to begin, if it has not, and helps until there is nothing left to do, or to help with. */
    public void help() throws InterruptedException {
        Runnable found;
        synchronized (this) {
            while (work == null && !over) {
                wait();
            }
            found = work;
            inside = found != null;
        }
        if (found == null) {
            return;
        }
        try {
            found.run();
        } finally {
            synchronized (this) {
                inside = false;
                notifyAll();
            }
        }
    }
}
