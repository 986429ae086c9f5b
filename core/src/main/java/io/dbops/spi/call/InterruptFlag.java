package io.dbops.spi.call;

import io.dbops.error.ErrorCode;

/**
 * The thread's interrupt flag while something is cleaned up: it is set aside, because some drivers refuse to work, or close
 * files, while it is up. A failure that says {@code INTERRUPTED} stands for the flag until the engine raises it again.
 */
public final class InterruptFlag {

    private InterruptFlag() {}

    /** Lowers the flag; returns whether it was up. */
    public static boolean setAside() {
        return Thread.interrupted();
    }

    /** Raises it again if it was up, unless the failure stands for it. */
    public static void putBack(boolean wasUp, ErrorCode failure) {
        if (wasUp && failure != ErrorCode.INTERRUPTED) {
            raise();
        }
    }

    public static void raise() {
        Thread.currentThread().interrupt();
    }
}
