package io.dbops.mysql.snapshot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a driver the end of the file where reading failed or was cancelled, and keeps the failure: a driver may take it for
 * the end anyway, or drop the connection over it, and then nothing could be rolled back in order. Never closes the stream
 * beneath.
 */
final class WatchedStream extends FilterInputStream {

    private final BooleanSupplier cancelled;
    private boolean touched;
    private @Nullable IOException failure;
    private @Nullable RuntimeException fault;

    WatchedStream(InputStream in, BooleanSupplier cancelled) {
        super(in);
        this.cancelled = cancelled;
    }

    boolean touched() {
        return touched;
    }

    /** Throws what reading threw, if it did. */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (fault != null) {
            throw fault;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        touched = true;
        if (failure != null || fault != null) {
            return -1;
        }
        try {
            if (cancelled.getAsBoolean()) {
                throw new InterruptedIOException("the loader was cancelled");
            }
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            return -1;
        } catch (RuntimeException e) {
            fault = e;
            return -1;
        }
    }

    @Override
    public void close() {
        // the stream is the caller's
    }
}
