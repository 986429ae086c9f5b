package io.dbops.mysql.snapshot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether it was read and how reading failed: a driver that sends a file to the server may take a failure for the
 * file's end. Never closes the stream beneath.
 */
final class WatchedStream extends FilterInputStream {

    private boolean touched;
    private @Nullable IOException failure;
    private @Nullable RuntimeException fault;

    WatchedStream(InputStream in) {
        super(in);
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
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        } catch (RuntimeException e) {
            fault = e;
            throw e;
        }
    }

    @Override
    public void close() {
        // the stream is the caller's
    }
}
