package io.dbops.backup.codec;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream could not be compressed or decompressed. Faults of the underlying stream are passed on as they are, never as
 * this type.
 */
public final class CodecException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    CodecException(Failure failure, String message) {
        this(failure, message, null);
    }

    CodecException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    /** The class of the fault; none of them is cured by a retry on the same bytes. */
    public Failure failure() {
        return failure;
    }

    /** The classes of fault. */
    public enum Failure {
        /** The codec cannot run in this JVM. */
        UNAVAILABLE(
                "Choose gzip compression for new backups; to read this one, run where zstd-jni's native library loads"
                        + " (property ZstdTempFolder names a folder that permits execution), or use the zstd tool."),
        /** The stream asks for more memory than is permitted. */
        UNSUPPORTED("Decompress this file with the zstd tool and its option --long."),
        /** The stream ends before its frame does. */
        TRUNCATED("The file was cut: fetch it again from a trusted copy."),
        /** The frame is whole, but other bytes follow it. */
        TRAILING_DATA("Something was appended to the file: fetch it again from a trusted copy."),
        /** The bytes are not of this format, or their checksum does not match. */
        CORRUPT("The file was altered, or is of another format: fetch it again from a trusted copy.");

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
