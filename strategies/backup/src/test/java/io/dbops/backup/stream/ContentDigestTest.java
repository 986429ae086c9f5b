package io.dbops.backup.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ContentDigestTest {

    @Property
    void the_sum_is_that_of_the_format_document_however_the_bytes_arrive(
            @ForAll @Size(max = 200) List<byte[]> pieces, @ForAll long seed) throws Exception {
        byte[] text = lines(pieces);
        RowTally tally = new RowTally();
        Random random = new Random(seed);
        for (int at = 0; at < text.length; ) {
            int length = 1 + random.nextInt(Math.min(7, text.length - at));
            tally.update(text, at, length);
            at += length;
        }
        assertThat(tally.rows()).isEqualTo(pieces.size());
        assertThat(tally.bytes()).isEqualTo(text.length);
        assertThat(tally.isInsideRow()).isFalse();
        assertThat(ContentDigests.plain().of(tally)).isEqualTo(expected(pieces, null));
    }

    @Test
    void order_and_the_cut_into_chunks_do_not_matter_but_repetition_does() throws Exception {
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(("row " + i).getBytes(UTF_8));
        }
        String inOrder = digest(rows);
        Collections.shuffle(rows, new Random(1));
        assertThat(digest(rows)).isEqualTo(inOrder);

        RowSum sum = new RowSum();
        sum.add(tally(rows.subList(0, 300)).sum());
        sum.add(tally(rows.subList(300, 1000)).sum());
        assertThat(ContentDigests.plain().of(1000, sum)).isEqualTo(inOrder);

        rows.set(0, rows.get(1));
        assertThat(digest(rows)).isNotEqualTo(inOrder);
    }

    @Test
    void a_key_changes_the_digest_and_is_derived_as_the_format_says() throws Exception {
        byte[] repositoryKey = new byte[32];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(repositoryKey, "HmacSHA256"));
        byte[] key = mac.doFinal("dbops content digest v100ff".getBytes(UTF_8));

        ContentDigests digests = ContentDigests.derived(repositoryKey, "00ff");
        List<byte[]> rows = List.of("a".getBytes(UTF_8), new byte[0]);
        assertThat(digests.of(tally(rows))).isEqualTo(expected(rows, key));
        assertThat(ContentDigests.parse(digests.encodedKey()).of(tally(rows))).isEqualTo(expected(rows, key));
    }

    @Test
    void bytes_after_the_last_line_feed_are_no_row() {
        RowTally tally = new RowTally();
        tally.update("a\nb".getBytes(UTF_8), 0, 3);
        assertThat(tally.rows()).isEqualTo(1);
        assertThat(tally.isInsideRow()).isTrue();
    }

    private static String digest(List<byte[]> rows) throws Exception {
        return ContentDigests.plain().of(tally(rows));
    }

    private static RowTally tally(List<byte[]> rows) {
        RowTally tally = new RowTally();
        byte[] text = lines(rows);
        tally.update(text, 0, text.length);
        return tally;
    }

    private static byte[] lines(List<byte[]> rows) {
        ByteBuffer text = ByteBuffer.allocate(
                rows.stream().mapToInt(row -> row.length + 1).sum());
        for (byte[] row : rows) {
            for (byte b : row) {
                text.put(b == '\n' ? (byte) ' ' : b);
            }
            text.put((byte) '\n');
        }
        return text.array();
    }

    /** By big integers, straight from the format document. */
    private static String expected(List<byte[]> rows, byte[] key) throws Exception {
        BigInteger sum = BigInteger.ZERO;
        for (byte[] row : rows) {
            byte[] line = lines(List.of(row));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(line, 0, line.length - 1);
            sum = sum.add(new BigInteger(1, digest.digest()));
        }
        byte[] big = sum.mod(BigInteger.ONE.shiftLeft(256)).toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, big.length);
        System.arraycopy(big, big.length - length, padded, 32 - length, length);
        byte[] message = ByteBuffer.allocate(41)
                .put((byte) 1)
                .putLong(rows.size())
                .put(padded)
                .array();
        if (key == null) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message));
    }
}
