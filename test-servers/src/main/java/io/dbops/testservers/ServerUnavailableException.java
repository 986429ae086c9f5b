package io.dbops.testservers;

/** A server cannot run here, or did not start; the message says which, why, and what would change that. */
public final class ServerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ServerUnavailableException(String message) {
        super(message);
        this.reason = message;
    }

    ServerUnavailableException(String message, Throwable cause) {
        super(message, cause);
        this.reason = message;
    }

    String reason() {
        return reason;
    }
}
