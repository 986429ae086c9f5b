package io.dbops.backup.stream;

import io.dbops.backup.manifest.Sha256;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * An object's stored bytes; where they end, length and digest must be those of the manifest, or an {@code INTEGRITY} error
 * that names the object comes instead of the end. Used by one thread.
 */
public final class StoredInput extends FilterInputStream {

    private final StoredObject object;
    private final MessageDigest digest = Sha256.start();
    private long size;
    private boolean proven;

    public StoredInput(StoredObject object, InputStream stored) {
        super(stored);
        this.object = object;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            digest.update(bytes, offset, count);
            size += count;
            if (size > object.size()) {
                throw altered("it is longer than the " + object.size() + " bytes that were stored");
            }
        } else if (count < 0 && !proven) {
            prove();
        }
        return count;
    }

    private void prove() {
        if (size != object.size()) {
            throw altered("it has " + size + " bytes, " + object.size() + " were stored");
        }
        String found = Sha256.hex(digest);
        if (!found.equals(object.sha256())) {
            throw altered("its SHA-256 is " + found + ", expected " + object.sha256());
        }
        proven = true;
    }

    /** Reads what is left, to the proof at the end. */
    public void drain() throws IOException {
        byte[] buffer = new byte[64 * 1024];
        while (!proven) {
            read(buffer, 0, buffer.length);
        }
    }

    public long size() {
        return size;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("an object is read from start to end");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private DbOpsException altered(String how) {
        return DbOpsException.of(ErrorCode.INTEGRITY, "object " + object.key() + " was altered: " + how)
                .with("object", object.key())
                .hint("Use another backup, or an intact copy of this object.")
                .build();
    }
}
