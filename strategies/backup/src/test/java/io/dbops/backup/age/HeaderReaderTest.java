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
import org.junit.jupiter.api.Test;

/** The header's reader: what it reads, and where it stops. */
class HeaderReaderTest {

    static final String TEXT = "age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
            + "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n--- qcNy6mAn80JKuXPUW7ANJdOhzbOtVSsIGM12i5B4vx4\n";

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
