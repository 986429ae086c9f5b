package io.dbops.migration.history;

import io.dbops.migration.script.Digests;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A digest of a set of migrations, whatever their order: the sum modulo 2^256 of the SHA-256 of each id and source digest.
 * It answers "is anything new?" from one history row; tampering is for the chain to find.
 */
public final class ContentsDigest {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private BigInteger sum;

    private ContentsDigest(BigInteger sum) {
        this.sum = sum;
    }

    public static ContentsDigest empty() {
        return new ContentsDigest(BigInteger.ZERO);
    }

    public ContentsDigest add(String id, String sourceDigest) {
        sum = sum.add(term(id, sourceDigest));
        if (sum.compareTo(MODULUS) >= 0) {
            sum = sum.subtract(MODULUS);
        }
        return this;
    }

    public ContentsDigest remove(String id, String sourceDigest) {
        sum = sum.subtract(term(id, sourceDigest));
        if (sum.signum() < 0) {
            sum = sum.add(MODULUS);
        }
        return this;
    }

    private static BigInteger term(String id, String sourceDigest) {
        String text = id.length() + ":" + id + sourceDigest;
        return new BigInteger(1, Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%064x", sum);
    }
}
