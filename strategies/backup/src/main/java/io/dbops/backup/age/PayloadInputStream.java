package io.dbops.backup.age;

import io.dbops.backup.age.AgeException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens the chunks of a payload. One byte beyond each chunk is read, so that a full chunk at the end of the file is
 * known to have to be the final one; it is yielded all the same where only its successor is at fault.
 */
final class PayloadInputStream extends InputStream {

    private final InputStream source;
    private final ChaChaPoly cipher;
    private final byte[] sealed = new byte[PayloadKey.SEALED_CHUNK_LENGTH + 1];
    private final byte[] chunk = new byte[PayloadKey.CHUNK_LENGTH];
    private int position;
    private int limit;
    private int carried;
    private long chunks;
    private boolean ended;
    private boolean closed;
    private @Nullable String fault;

    PayloadInputStream(InputStream source, ChaChaPoly cipher) {
        this.source = source;
        this.cipher = cipher;
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(length, limit - position);
        System.arraycopy(chunk, position, bytes, offset, taken);
        position += taken;
        return taken;
    }

    @Override
    public int available() {
        return closed ? 0 : limit - position;
    }

    /** True if there is plaintext to take, false at the authenticated end. */
    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("age stream is closed");
        }
        while (position == limit && !ended) {
            if (fault != null) {
                throw new AgeException(Failure.PAYLOAD, fault);
            }
            nextChunk();
        }
        return position < limit;
    }

    private void nextChunk() throws IOException {
        int present = carried + source.readNBytes(sealed, carried, sealed.length - carried);
        boolean more = present == sealed.length;
        int size = more ? present - 1 : present;
        limit = 0;
        position = 0;
        if (more) {
            openWithSuccessor(size);
            sealed[0] = sealed[size];
            carried = 1;
        } else {
            openAtEnd(size);
        }
        chunks++;
    }

    private void openWithSuccessor(int size) {
        if (open(size, false)) {
            return;
        }
        fault = open(size, true)
                ? "age payload has bytes after its final chunk " + chunks + ": expected the end of the file"
                : altered(size);
    }

    private void openAtEnd(int size) {
        carried = 0;
        if (open(size, true)) {
            if (limit == 0 && chunks > 0) {
                fault = "age payload ends in an empty chunk " + chunks + ", which only an empty payload may have";
            } else {
                ended = true;
            }
        } else if (size == PayloadKey.SEALED_CHUNK_LENGTH && open(size, false)) {
            fault = "age payload is cut after chunk " + chunks + ": expected a final chunk";
        } else {
            fault = size < ChaChaPoly.TAG_LENGTH
                    ? "age payload is cut: " + size + " bytes remain where chunk " + chunks + " should start"
                    : altered(size);
        }
    }

    private boolean open(int size, boolean last) {
        int opened = cipher.open(PayloadKey.chunkNonce(chunks, last), sealed, 0, size, chunk);
        limit = Math.max(opened, 0);
        return opened >= 0;
    }

    private String altered(int size) {
        return "age payload, chunk " + chunks + " of " + size
                + " bytes is not authentic: it was altered, or the file cut";
    }

    @Override
    public void close() throws IOException {
        closed = true;
        source.close();
    }
}
