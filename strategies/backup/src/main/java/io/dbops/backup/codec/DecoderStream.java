package io.dbops.backup.codec;

import io.dbops.backup.codec.CodecException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The life of a decoder: a buffer of compressed input, a verdict that stays, and a strict end. */
abstract class DecoderStream extends InputStream {

    private static final int BUFFER_LENGTH = 64 * 1024;

    final byte[] input = new byte[BUFFER_LENGTH];
    int position;
    int limit;

    private final InputStream source;
    private final String format;
    private final byte[] single = new byte[1];
    private long consumedBefore;
    private boolean ended;
    private boolean closed;
    private @Nullable CodecException fault;

    DecoderStream(InputStream source, String format) {
        this.source = source;
        this.format = format;
    }

    /** Decodes at least one byte into the non-empty room, or returns -1 once {@link #finishFrame} was called. */
    abstract int decode(byte[] bytes, int offset, int length) throws IOException;

    /** Frees what the decoder holds outside of the heap; called once. */
    abstract void release();

    /** Fetches more input into the emptied buffer. */
    final void refill() throws IOException {
        consumedBefore += limit;
        position = 0;
        limit = 0;
        int read = source.read(input, 0, input.length);
        if (read < 0) {
            throw fault(Failure.TRUNCATED, "is cut: the file ends within the frame", null);
        }
        limit = read;
    }

    /** Declares the frame complete, and any further byte a fault. */
    final void finishFrame() throws IOException {
        if (position < limit || source.read() >= 0) {
            throw fault(Failure.TRAILING_DATA, "is followed by bytes that do not belong to it", null);
        }
        ended = true;
    }

    final boolean ended() {
        return ended;
    }

    final CodecException fault(Failure failure, String what, @Nullable Throwable cause) {
        return new CodecException(
                failure, format + " stream " + what + " (compressed byte " + (consumedBefore + position) + ")", cause);
    }

    @Override
    public final int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("decompressing stream is closed");
        }
        if (fault != null) {
            throw new CodecException(fault.failure(), String.valueOf(fault.getMessage()), fault);
        }
        if (length == 0 || ended) {
            return length == 0 ? 0 : -1;
        }
        try {
            return decode(bytes, offset, length);
        } catch (CodecException e) {
            fault = e;
            throw e;
        }
    }

    @Override
    public final void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (source) {
            release();
        }
    }
}
