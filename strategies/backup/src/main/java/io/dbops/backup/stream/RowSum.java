package io.dbops.backup.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A sum of SHA-256 values modulo 2^256: the same for the same rows in any order. Used by one thread. */
public final class RowSum {

    static final int LENGTH = 32;
    private static final int WORDS = 8;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long MASK = 0xffff_ffffL;

    private final int[] words = new int[WORDS];

    /** Adds the hash that begins there. */
    void add(byte[] hashes, int offset) {
        long carry = 0;
        for (int i = WORDS - 1; i >= 0; i--) {
            carry += (words[i] & MASK) + ((int) INTS.get(hashes, offset + i * Integer.BYTES) & MASK);
            words[i] = (int) carry;
            carry >>>= Integer.SIZE;
        }
    }

    public void add(RowSum other) {
        add(other.toBytes(), 0);
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
