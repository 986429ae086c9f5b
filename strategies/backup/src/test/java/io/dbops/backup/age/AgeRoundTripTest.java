package io.dbops.backup.age;

import static io.dbops.backup.age.AgeSamples.DECRYPTOR;
import static io.dbops.backup.age.AgeSamples.ENCRYPTOR;
import static io.dbops.backup.age.AgeSamples.IDENTITY;
import static io.dbops.backup.age.AgeSamples.RANDOM;
import static io.dbops.backup.age.AgeSamples.bytes;
import static io.dbops.backup.age.AgeSamples.decrypt;
import static io.dbops.backup.age.AgeSamples.encrypt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.age.AgeException.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back whole, and nothing but what was written is ever accepted. */
class AgeRoundTripTest {

    private static final int CHUNK = 65536;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 65535, 65536, 65537, 131071, 131072, 131073, 196608, 200000})
    void a_payload_at_a_chunk_edge_comes_back_as_it_was(int length) throws IOException {
        byte[] plaintext = bytes(length);

        byte[] file = encrypt(ENCRYPTOR, plaintext);

        assertThat(decrypt(DECRYPTOR, file)).isEqualTo(plaintext);
        int chunks = Math.max(1, (length + CHUNK - 1) / CHUNK);
        assertThat(file).hasSize(headerLength(file) + 16 + length + 16 * chunks);
    }

    @Test
    void single_byte_writes_and_reads_cross_chunk_edges() throws IOException {
        byte[] plaintext = bytes(CHUNK + 3);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = ENCRYPTOR.encrypt(file)) {
            for (byte value : plaintext) {
                out.write(value);
            }
        }

        try (InputStream in = DECRYPTOR.decrypt(new ByteArrayInputStream(file.toByteArray()))) {
            for (byte value : plaintext) {
                assertThat(in.read()).isEqualTo(value & 0xff);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void each_of_several_recipients_opens_the_file_and_a_stranger_does_not() throws IOException {
        List<AgeIdentity> identities =
                List.of(AgeIdentity.generate(RANDOM), AgeIdentity.generate(RANDOM), AgeIdentity.generate(RANDOM));
        byte[] plaintext = bytes(1000);
        byte[] file = encrypt(
                AgeEncryptor.toRecipients(
                        identities.stream().map(AgeIdentity::recipient).toList(), RANDOM),
                plaintext);

        for (AgeIdentity identity : identities) {
            assertThat(decrypt(AgeDecryptor.withIdentities(List.of(IDENTITY, identity)), file))
                    .isEqualTo(plaintext);
        }
        assertFailure(DECRYPTOR, file, Failure.NO_MATCH);
    }

    @Test
    void the_largest_permitted_number_of_recipients_can_be_read_back() throws IOException {
        AgeRecipient other = AgeIdentity.generate(RANDOM).recipient();
        AgeRecipient[] recipients = new AgeRecipient[AgeEncryptor.MAX_RECIPIENTS];
        Arrays.fill(recipients, other);
        recipients[0] = IDENTITY.recipient();

        byte[] file = encrypt(AgeEncryptor.toRecipients(Arrays.asList(recipients), RANDOM), bytes(5));

        assertThat(decrypt(DECRYPTOR, file)).isEqualTo(bytes(5));
    }

    @Test
    void a_passphrase_opens_its_file_and_another_does_not() throws IOException {
        Passphrase passphrase = Passphrase.of("pr\u00fcfung \ud83d\udd11".toCharArray());
        byte[] plaintext = bytes(100);

        byte[] file = encrypt(AgeEncryptor.toPassphrase(passphrase, 4, RANDOM), plaintext);

        assertThat(decrypt(AgeDecryptor.withPassphrase(passphrase), file)).isEqualTo(plaintext);
        assertFailure(AgeDecryptor.withPassphrase(Passphrase.of("prufung".toCharArray())), file, Failure.NO_MATCH);
        assertFailure(DECRYPTOR, file, Failure.NO_MATCH);
    }

    @Test
    void a_work_factor_above_the_accepted_bound_is_declined() throws IOException {
        Passphrase passphrase = Passphrase.of(new char[] {'x'});
        byte[] file = encrypt(AgeEncryptor.toPassphrase(passphrase, 5, RANDOM), bytes(1));

        assertThat(decrypt(AgeDecryptor.withPassphrase(passphrase, 5), file)).isEqualTo(bytes(1));
        assertFailure(AgeDecryptor.withPassphrase(passphrase, 4), file, Failure.UNSUPPORTED);
    }

    @Test
    void a_work_factor_that_needs_more_heap_than_there_is_is_declined() {
        Passphrase passphrase = Passphrase.of(new char[] {'x'});
        List<Stanza> stanzas = ScryptWrapping.wrapper(passphrase, 5).wrap(new byte[16], RANDOM);

        assertThatThrownBy(() ->
                        ScryptWrapping.unwrapper(passphrase, 20, (1 << 15) - 1).unwrap(stanzas))
                .isInstanceOf(AgeException.class)
                .hasMessageContaining("32768 bytes of heap");
    }

    @Test
    void every_flipped_bit_is_refused() throws IOException {
        byte[] file = encrypt(ENCRYPTOR, bytes(9));

        for (int index = 0; index < file.length; index++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] altered = file.clone();
                altered[index] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> decrypt(DECRYPTOR, altered))
                        .as("bit %d of byte %d", bit, index)
                        .isInstanceOf(AgeException.class);
            }
        }
    }

    @Test
    void every_truncation_of_a_small_file_is_refused() throws IOException {
        byte[] file = encrypt(ENCRYPTOR, bytes(40));

        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> decrypt(DECRYPTOR, cut))
                    .as("cut to %d", length)
                    .isInstanceOf(AgeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65536, 131072, 140000})
    void a_truncation_near_any_chunk_edge_is_refused_after_whole_chunks_only(int plaintextLength) throws IOException {
        byte[] plaintext = bytes(plaintextLength);
        byte[] file = encrypt(ENCRYPTOR, plaintext);
        int payload = headerLength(file) + 16;

        for (int edge = payload; edge <= file.length; edge += CHUNK + 16) {
            for (int length = Math.max(payload, edge - 18); length < Math.min(file.length, edge + 18); length++) {
                byte[] released = releasedBeforeFailure(Arrays.copyOf(file, length));
                assertThat(released).isEqualTo(Arrays.copyOf(plaintext, released.length));
                assertThat(released.length % CHUNK).isZero();
            }
        }
    }

    @Test
    void bytes_after_the_final_chunk_are_refused() throws IOException {
        for (int length : new int[] {0, 9, 65536}) {
            byte[] file = encrypt(ENCRYPTOR, bytes(length));
            assertFailure(DECRYPTOR, Arrays.copyOf(file, file.length + 1), Failure.PAYLOAD);
            assertFailure(DECRYPTOR, concatenate(file, file), Failure.PAYLOAD);
        }
    }

    @Test
    void exchanged_chunks_are_refused() throws IOException {
        byte[] file = encrypt(ENCRYPTOR, bytes(3 * CHUNK));
        int first = headerLength(file) + 16;
        byte[] exchanged = file.clone();
        System.arraycopy(file, first, exchanged, first + CHUNK + 16, CHUNK + 16);
        System.arraycopy(file, first + CHUNK + 16, exchanged, first, CHUNK + 16);

        assertThat(releasedBeforeFailure(exchanged)).isEmpty();
    }

    @Test
    void a_failed_payload_fails_again_on_the_next_read() throws IOException {
        byte[] file = encrypt(ENCRYPTOR, bytes(9));
        try (InputStream in = DECRYPTOR.decrypt(new ByteArrayInputStream(Arrays.copyOf(file, file.length - 1)))) {
            assertThatThrownBy(in::read).isInstanceOf(AgeException.class);
            assertThatThrownBy(in::read).isInstanceOf(AgeException.class);
            assertThatThrownBy(in::readAllBytes).isInstanceOf(AgeException.class);
        }
    }

    @Test
    void two_files_of_the_same_plaintext_share_no_ciphertext() throws IOException {
        byte[] one = encrypt(ENCRYPTOR, bytes(64));
        byte[] other = encrypt(ENCRYPTOR, bytes(64));

        assertThat(Arrays.copyOfRange(one, headerLength(one), one.length))
                .isNotEqualTo(Arrays.copyOfRange(other, headerLength(other), other.length));
        assertThat(headerLength(one)).isEqualTo(headerLength(other));
    }

    @Test
    void after_a_failed_write_close_leaves_the_file_cut_and_closes_the_sink() throws IOException {
        FailingSink sink = new FailingSink(1000);
        OutputStream out = ENCRYPTOR.encrypt(sink);
        assertThatThrownBy(() -> out.write(bytes(2 * CHUNK + 1))).hasMessage("sink is full");
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
        int written = sink.taken.size();
        sink.limit = Integer.MAX_VALUE;

        out.close();

        assertThat(sink.closed).isTrue();
        assertThat(sink.taken.size()).isEqualTo(written);
        assertThatThrownBy(() -> out.write(1)).hasMessageContaining("closed");
    }

    private static void assertFailure(AgeDecryptor decryptor, byte[] file, Failure expected) {
        assertThatThrownBy(() -> decrypt(decryptor, file))
                .isInstanceOfSatisfying(
                        AgeException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    }

    private static byte[] releasedBeforeFailure(byte[] file) throws IOException {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        try (InputStream in = DECRYPTOR.decrypt(new ByteArrayInputStream(file))) {
            assertThatThrownBy(() -> in.transferTo(released))
                    .isInstanceOfSatisfying(
                            AgeException.class, e -> assertThat(e.failure()).isEqualTo(Failure.PAYLOAD));
        }
        return released.toByteArray();
    }

    private static int headerLength(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.indexOf('\n', text.indexOf("\n--- ") + 1) + 1;
    }

    private static byte[] concatenate(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static final class FailingSink extends OutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int limit;
        private boolean closed;

        FailingSink(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (taken.size() + length > limit) {
                throw new IOException("sink is full");
            }
            taken.write(bytes, offset, length);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
