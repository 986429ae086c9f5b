package io.dbops.backup.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The life of an encoder: open, broken by a failed write, or closed; its native memory is freed in every case. */
abstract class EncoderStream extends OutputStream {

    private final OutputStream sink;
    private final byte[] single = new byte[1];
    private boolean failed;
    private boolean closed;

    EncoderStream(OutputStream sink) {
        this.sink = sink;
    }

    /** Takes all the bytes, passing what it makes of them to {@link #emit}. */
    abstract void encode(byte[] bytes, int offset, int length) throws IOException;

    /** Ends the frame. */
    abstract void finish() throws IOException;

    /** Frees what the encoder holds outside of the heap; called once. */
    abstract void release();

    final void emit(byte[] bytes, int length) throws IOException {
        sink.write(bytes, 0, length);
    }

    @Override
    public final void write(int value) throws IOException {
        single[0] = (byte) value;
        write(single, 0, 1);
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkOpen();
        // Set for the time of the write: should it throw, the frame must never be completed over the gap.
        failed = true;
        encode(bytes, offset, length);
        failed = false;
    }

    /** Flushes the sink; what the encoder has not emitted yet stays in it, for a cut block costs ratio. */
    @Override
    public final void flush() throws IOException {
        checkOpen();
        sink.flush();
    }

    @Override
    public final void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (sink) {
            if (!failed) {
                finish();
            }
        } finally {
            release();
        }
    }

    private void checkOpen() throws IOException {
        if (closed || failed) {
            throw new IOException(
                    closed
                            ? "compressing stream is closed"
                            : "compressing stream is broken by an earlier failed write");
        }
    }
}
