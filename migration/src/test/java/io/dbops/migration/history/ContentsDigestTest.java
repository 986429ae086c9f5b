package io.dbops.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sum as the history's format defines it, computed with whole numbers. */
final class ContentsDigestTest {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    @Test
    void isTheSumOfTheDigestsWhateverIsAddedAndRemoved() throws Exception {
        Random random = new Random(20261128);
        ContentsDigest digest = ContentsDigest.empty();
        BigInteger sum = BigInteger.ZERO;
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            if (!there.isEmpty() && random.nextInt(3) == 0) {
                String id = there.remove(random.nextInt(there.size()));
                digest.remove(id, "source of " + id);
                sum = sum.subtract(term(id)).mod(MODULUS);
            } else {
                String id = "\u00e9" + i;
                there.add(id);
                digest.add(id, "source of " + id);
                sum = sum.add(term(id)).mod(MODULUS);
            }
            assertThat(digest.toString()).isEqualTo(String.format("%064x", sum));
        }
        there.forEach(id -> digest.remove(id, "source of " + id));
        assertThat(digest.toString()).isEqualTo("0".repeat(64));
    }

    private static BigInteger term(String id) throws Exception {
        byte[] text = (id.length() + ":" + id + "source of " + id).getBytes(StandardCharsets.UTF_8);
        return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(text));
    }
}
