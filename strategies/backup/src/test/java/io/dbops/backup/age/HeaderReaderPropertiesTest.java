package io.dbops.backup.age;

import static io.dbops.backup.age.HeaderReaderTest.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.backup.age.AgeException.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The header's reader: whatever it is fed, it answers with a header that encodes to the same bytes, or refuses. */
class HeaderReaderPropertiesTest {

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
}
