package io.dbops.verification.reader;

/** What the page says must be refused. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new RefusedException(message, null);
        }
    }
}
