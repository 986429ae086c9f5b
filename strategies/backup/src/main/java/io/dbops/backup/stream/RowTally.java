package io.dbops.backup.stream;

import io.dbops.backup.manifest.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;

/** Counts and digests the rows of one chunk as they pass, without knowing their format. Used by one thread. */
public final class RowTally {

    private static final int HASHES = 128;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final MessageDigest row = Sha256.start();
    private final MessageDigest all = Sha256.start();
    private final byte[] hashes = new byte[HASHES * RowSum.LENGTH];
    private final RowSum sum = new RowSum();
    private int held;
    private long rows;
    private long bytes;
    private boolean insideRow;

    public void update(byte[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        for (int i = lineFeed(buffer, offset, end); i < end; i = lineFeed(buffer, start, end)) {
            row.update(buffer, start, i - start);
            endRow();
            start = i + 1;
        }
        if (start < end) {
            row.update(buffer, start, end - start);
            insideRow = true;
        }
        bytes += length;
    }

    /** The next LF, or {@code end}. Eight bytes at a time: where one of them is LF, what it differs by is a byte of zero. */
    private static int lineFeed(byte[] buffer, int from, int end) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long difference = (long) LONGS.get(buffer, i) ^ LINE_FEEDS;
            if (((difference - ONES) & ~difference & HIGH_BITS) != 0) {
                break;
            }
        }
        while (i < end && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private void endRow() {
        if (held == hashes.length) {
            all.update(hashes);
            held = 0;
        }
        try {
            row.digest(hashes, held, RowSum.LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        sum.add(hashes, held);
        held += RowSum.LENGTH;
        rows++;
        insideRow = false;
    }

    public long rows() {
        return rows;
    }

    public long bytes() {
        return bytes;
    }

    /** Whether bytes follow the last LF: a chunk must not end so. */
    public boolean isInsideRow() {
        return insideRow;
    }

    public RowSum sum() {
        return sum;
    }

    /** The SHA-256 of the SHA-256 of every row, in their order; ends the tally. */
    byte[] text() {
        all.update(hashes, 0, held);
        return all.digest();
    }
}
