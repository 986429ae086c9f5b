package io.dbops.backup.stream;

import io.dbops.backup.manifest.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and digests the bytes that a store takes. The store's stream is the store's to close. Used by one thread. */
final class StoredOutput extends FilterOutputStream {

    private final MessageDigest digest = Sha256.start();
    private long size;

    StoredOutput(OutputStream store) {
        super(store);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        size += length;
    }

    long size() {
        return size;
    }

    /** Ends the digest. */
    String sha256() {
        return Sha256.hex(digest);
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
