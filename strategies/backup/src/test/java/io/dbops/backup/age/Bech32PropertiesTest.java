package io.dbops.backup.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The text form of keys, for any data and any text. */
class Bech32PropertiesTest {

    @Property
    void bech32_reads_back_what_it_wrote(@ForAll @Size(max = 80) byte[] data) {
        Bech32.Decoded decoded = Bech32.decode(Bech32.encode("some-prefix", data));

        assertThat(decoded.prefix()).isEqualTo("some-prefix");
        assertThat(decoded.data()).isEqualTo(data);
    }

    @Property
    void bech32_refuses_any_text_or_decodes_it_to_what_encodes_to_it(@ForAll String text) {
        try {
            Bech32.Decoded decoded = Bech32.decode(text);
            assertThat(Bech32.encode(decoded.prefix().toLowerCase(Locale.ROOT), decoded.data()))
                    .isEqualTo(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(has|is|mixes|ends) .*");
        }
    }
}
