package io.dbops.backup.age;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Seals plaintext in chunks. A full chunk is held back until more follows, for the final one is marked. */
final class PayloadOutputStream extends OutputStream {

    private final OutputStream sink;
    private final ChaChaPoly cipher;
    private final byte[] chunk = new byte[PayloadKey.CHUNK_LENGTH];
    private final byte[] sealed = new byte[PayloadKey.SEALED_CHUNK_LENGTH];
    private int held;
    private long chunks;
    private boolean failed;
    private boolean closed;

    PayloadOutputStream(OutputStream sink, ChaChaPoly cipher) {
        this.sink = sink;
        this.cipher = cipher;
    }

    @Override
    public void write(int value) throws IOException {
        checkOpen();
        if (held == chunk.length) {
            emit(chunk, 0, held, false);
            held = 0;
        }
        chunk[held++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkOpen();
        int from = offset;
        int left = length;
        while (left > 0) {
            if (held == chunk.length) {
                emit(chunk, 0, held, false);
                held = 0;
            }
            if (held == 0 && left > chunk.length) {
                emit(bytes, from, chunk.length, false);
                from += chunk.length;
                left -= chunk.length;
            } else {
                int taken = Math.min(left, chunk.length - held);
                System.arraycopy(bytes, from, chunk, held, taken);
                held += taken;
                from += taken;
                left -= taken;
            }
        }
    }

    private void emit(byte[] from, int offset, int length, boolean last) throws IOException {
        // Set for the time of the write: should it throw, the final chunk must never follow a gap.
        failed = true;
        int size = cipher.seal(PayloadKey.chunkNonce(chunks, last), from, offset, length, sealed);
        chunks++;
        sink.write(sealed, 0, size);
        failed = false;
    }

    @Override
    public void flush() throws IOException {
        checkOpen();
        sink.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (sink) {
            if (!failed) {
                emit(chunk, 0, held, true);
            }
        }
    }

    private void checkOpen() throws IOException {
        if (closed || failed) {
            throw new IOException(closed ? "age stream is closed" : "age stream is broken by an earlier failed write");
        }
    }
}
