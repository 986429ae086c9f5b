package io.dbops.migration.script;

import java.util.Arrays;
import java.util.HexFormat;

/** Digests as their 32 bytes each: a script may have hundreds of thousands of statements. Used by one thread until it is complete. */
final class DigestList {

    private static final int BYTES = 32;

    private byte[] bytes = new byte[BYTES];
    private int size;

    /** @param digest in hexadecimal */
    void add(String digest) {
        int at = size * BYTES;
        if (at == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * at);
        }
        System.arraycopy(HexFormat.of().parseHex(digest), 0, bytes, at, BYTES);
        size++;
    }

    int size() {
        return size;
    }

    /** In hexadecimal; counted from 0. */
    String get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("digest " + index + " of " + size);
        }
        return HexFormat.of().formatHex(bytes, index * BYTES, (index + 1) * BYTES);
    }
}
