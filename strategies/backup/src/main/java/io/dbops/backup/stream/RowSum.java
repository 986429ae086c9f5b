package io.dbops.backup.stream;

import java.nio.ByteBuffer;

/** A sum of SHA-256 values modulo 2^256: the same for the same rows in any order. Used by one thread. */
public final class RowSum {

    static final int LENGTH = 32;
    private static final int WORDS = 8;
    private static final long MASK = 0xffff_ffffL;

    private final int[] words = new int[WORDS];

    void add(byte[] hash) {
        ByteBuffer in = ByteBuffer.wrap(hash);
        long carry = 0;
        for (int i = WORDS - 1; i >= 0; i--) {
            carry += (words[i] & MASK) + (in.getInt(i * Integer.BYTES) & MASK);
            words[i] = (int) carry;
            carry >>>= Integer.SIZE;
        }
    }

    public void add(RowSum other) {
        add(other.toBytes());
    }

    /** 32 bytes, big-endian. */
    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        for (int word : words) {
            out.putInt(word);
        }
        return out.array();
    }
}
