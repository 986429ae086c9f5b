package io.dbops.migration.history;

import io.dbops.migration.script.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A digest of a set of migrations, whatever their order: the sum modulo 2^256 of the SHA-256 of each id and source digest.
 * It answers "is anything new?" from one history row; tampering is for the chain to find.
 */
public final class ContentsDigest {

    private static final int WORDS = 4;

    private final MessageDigest digest = Digests.sha256();
    /** The most significant word first. */
    private final long[] sum = new long[WORDS];

    private ContentsDigest() {}

    public static ContentsDigest empty() {
        return new ContentsDigest();
    }

    public ContentsDigest add(String id, String sourceDigest) {
        ByteBuffer term = term(id, sourceDigest);
        long carry = 0;
        for (int i = WORDS - 1; i >= 0; i--) {
            long more = term.getLong(i * Long.BYTES);
            long with = sum[i] + more;
            long all = with + carry;
            carry = Long.compareUnsigned(with, more) < 0 || Long.compareUnsigned(all, with) < 0 ? 1 : 0;
            sum[i] = all;
        }
        return this;
    }

    public ContentsDigest remove(String id, String sourceDigest) {
        ByteBuffer term = term(id, sourceDigest);
        long borrow = 0;
        for (int i = WORDS - 1; i >= 0; i--) {
            long less = term.getLong(i * Long.BYTES);
            long without = sum[i] - less;
            long all = without - borrow;
            borrow = Long.compareUnsigned(sum[i], less) < 0 || Long.compareUnsigned(without, borrow) < 0 ? 1 : 0;
            sum[i] = all;
        }
        return this;
    }

    private ByteBuffer term(String id, String sourceDigest) {
        String text = id.length() + ":" + id + sourceDigest;
        return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(WORDS * Long.BYTES);
        for (long word : sum) {
            bytes.putLong(word);
        }
        return Digests.hex(bytes.array());
    }
}
