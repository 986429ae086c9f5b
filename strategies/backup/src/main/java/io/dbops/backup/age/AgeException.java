package io.dbops.backup.age;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An age file could not be opened. {@link #failure()} says which class of fault it is; the message says what was found
 * where, and never carries a key, a passphrase or plaintext. Faults of the underlying stream are passed on as they are,
 * never as this type.
 */
public final class AgeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    AgeException(Failure failure, String message) {
        this(failure, message, null);
    }

    AgeException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    /** The class of the fault; none of them is cured by a retry on the same bytes. */
    public Failure failure() {
        return failure;
    }

    /** The classes of fault, as the published test vectors of the format tell them apart. */
    public enum Failure {
        /** The header is not that of an age v1 file, or breaks a rule of the format. */
        HEADER("Check that this is an age file and that it was stored and fetched unchanged, in binary mode."),
        /** A valid use of the format that this implementation declines: another version, armor, or too high a cost. */
        UNSUPPORTED("Decrypt this file with the age tool, or raise the accepted work factor if you trust its origin."),
        /** The header is well formed, but no given identity or passphrase opens it. */
        NO_MATCH("Supply the identity whose recipient the file was encrypted to, or the right passphrase."),
        /** A key opened the header, but the header was altered afterwards. */
        HEADER_MAC("The header was altered: fetch the file again from a trusted copy."),
        /** The payload is cut, altered, reordered or followed by foreign bytes. */
        PAYLOAD("The payload was cut or altered: fetch the file again from a trusted copy.");

        private final String hint;

        Failure(String hint) {
            this.hint = hint;
        }

        /** One sentence that says what to do. */
        public String hint() {
            return hint;
        }
    }
}
