package io.dbops.backup.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.age.AgeException.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The header's reader: whatever it is fed, it answers with a header that encodes to the same bytes, or refuses. */
class AgeHeaderFuzzTest {

    private static final String TEXT = "age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
            + "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n--- qcNy6mAn80JKuXPUW7ANJdOhzbOtVSsIGM12i5B4vx4\n";

    @Property
    void arbitrary_bytes_are_refused(@ForAll @Size(max = 300) byte[] bytes) {
        assertReadsBackOrRefuses(bytes);
    }

    @Property(tries = 2000)
    void mutated_headers_are_refused_or_read_to_the_letter(@ForAll("mutations") String text) {
        assertReadsBackOrRefuses(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Provide
    Arbitrary<String> mutations() {
        Arbitrary<String> pieces = Arbitraries.of(
                "\n",
                "\r\n",
                " ",
                "-> ",
                "->",
                "---",
                "--- ",
                "=",
                "A",
                "\u00e9",
                "\u0000",
                "->  x",
                "-> a b\n\n",
                "A".repeat(64),
                "A".repeat(64) + "\n",
                "A".repeat(65),
                "-> grease\n" + "A".repeat(64) + "\n\n");
        Arbitrary<Integer> places = Arbitraries.integers().between(0, TEXT.length());
        return pieces.list().ofMinSize(0).ofMaxSize(2).flatMap(inserted -> places.list()
                .ofSize(4)
                .map(at -> {
                    StringBuilder text = new StringBuilder(TEXT);
                    for (int i = 0; i < inserted.size(); i++) {
                        text.insert(at.get(i), inserted.get(i));
                    }
                    int from = Math.min(at.get(2), at.get(3));
                    int to = Math.min(Math.max(at.get(2), at.get(3)), from + inserted.size());
                    return text.delete(from, to).toString();
                }));
    }

    @Test
    void the_unmutated_header_is_read() throws IOException {
        Header header = HeaderReader.read(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.US_ASCII)));

        assertThat(header.stanzas()).singleElement().satisfies(stanza -> {
            assertThat(stanza.type()).isEqualTo("X25519");
            assertThat(stanza.arguments()).hasSize(1);
            assertThat(stanza.body()).hasSize(32);
        });
        assertThat(new String(header.authenticated(), StandardCharsets.US_ASCII))
                .isEqualTo(TEXT.substring(0, TEXT.indexOf("--- ") + 3));
    }

    @Test
    void a_header_without_end_is_refused_at_the_bound_and_not_read_further() {
        for (String endless : List.of("x", "-> a\n\n", "A".repeat(64) + "\n")) {
            String start = endless.startsWith("A") ? "age-encryption.org/v1\n-> a\n" : "age-encryption.org/v1\n";
            EndlessStream stream = new EndlessStream(start, endless);
            assertThatThrownBy(() -> HeaderReader.read(stream))
                    .isInstanceOfSatisfying(
                            AgeException.class, e -> assertThat(e.failure()).isEqualTo(Failure.HEADER));
            assertThat(stream.read).isEqualTo(Header.MAX_LENGTH);
        }
    }

    @Test
    void every_body_length_is_wrapped_so_that_it_reads_back() throws IOException {
        List<Stanza> stanzas = new ArrayList<>();
        for (int length = 0; length <= 150; length++) {
            stanzas.add(new Stanza("t" + length, Collections.nCopies(length % 3, "x"), new byte[length]));
        }

        Header header = HeaderReader.read(new ByteArrayInputStream(Header.encode(stanzas, new byte[16])));

        header.verify(new byte[16]);
        for (int length = 0; length <= 150; length++) {
            assertThat(header.stanzas().get(length).body()).hasSize(length);
            assertThat(header.stanzas().get(length).arguments()).hasSize(length % 3);
        }
    }

    private static void assertReadsBackOrRefuses(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            Header header = HeaderReader.read(in);
            StringBuilder text = new StringBuilder("age-encryption.org/v1\n");
            header.stanzas().forEach(stanza -> stanza.appendTo(text));
            text.append("--- ").append(CanonicalBase64.encode(header.mac())).append('\n');
            int consumed = bytes.length - in.available();
            assertThat(text.toString()).isEqualTo(new String(bytes, 0, consumed, StandardCharsets.ISO_8859_1));
        } catch (AgeException e) {
            assertThat(e.failure()).isIn(Failure.HEADER, Failure.UNSUPPORTED);
        } catch (IOException e) {
            throw new AssertionError("a byte array does not fail", e);
        }
    }

    private static final class EndlessStream extends InputStream {

        private final byte[] start;
        private final byte[] repeated;
        private int read;

        EndlessStream(String start, String repeated) {
            this.start = start.getBytes(StandardCharsets.US_ASCII);

            this.repeated = repeated.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read() {
            int index = read++;
            return index < start.length ? start[index] : repeated[(index - start.length) % repeated.length];
        }
    }
}
