package io.dbops.testkit;

import io.dbops.spi.ObjectKey;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Breaks, truncates or alters what is read, at one place. */
final class FaultyInput extends FilterInputStream {

    private final StoreFault fault;
    private final ObjectKey key;
    private long position;

    FaultyInput(InputStream in, StoreFault fault, ObjectKey key) {
        super(in);
        this.fault = fault;
        this.key = key;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = fault.at() - position;
        boolean ends = fault.kind() == StoreFault.Kind.BREAK || fault.kind() == StoreFault.Kind.TRUNCATE;
        if (ends && left <= 0 && length > 0) {
            if (fault.kind() == StoreFault.Kind.TRUNCATE) {
                return -1;
            }
            throw FaultyStore.failure("get", key.value(), "broken after " + position + " bytes");
        }
        int count = in.read(bytes, offset, ends ? (int) Math.min(left, length) : length);
        if (fault.kind() == StoreFault.Kind.FLIP_BIT && left >= 0 && left < count) {
            bytes[offset + (int) left] ^= 1;
        }
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
