package io.dbops.backup.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupLabel;
import io.dbops.spi.ObjectKey;
import io.dbops.value.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

final class KeyspaceTest {

    private static final BackupLabel LABEL = BackupLabel.of("20261122T093000Z-F-3k9xq0ab");

    @Test
    void names_are_escaped_as_the_format_says() {
        assertThat(Keyspace.escape("orders")).isEqualTo("orders");
        assertThat(Keyspace.escape("Orders")).isEqualTo("%4Frders");
        assertThat(Keyspace.escape("a.b/c%d=e f")).isEqualTo("a%2Eb%2Fc%25d%3De%20f");
        assertThat(Keyspace.escape("-x-")).isEqualTo("%2Dx-");
        assertThat(Keyspace.escape("ä")).isEqualTo("%C3%A4");
        assertThat(Keyspace.escape("nul")).isEqualTo("%6Eul");
        assertThat(Keyspace.escape("")).isEqualTo("=");
        assertThat(Keyspace.escape("x".repeat(180))).isEqualTo("x".repeat(180));
        assertThat(Keyspace.escape("x".repeat(181)))
                .isEqualTo("x".repeat(140) + "="
                        + Sha256.hex("x".repeat(181).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .substring(0, 32));
        assertThat(Keyspace.escape("ä".repeat(100))).startsWith("%C3%A4").matches("(%[0-9A-F]{2})+=[0-9a-f]{32}");
    }

    @Property
    void different_names_have_different_keys_even_where_case_is_ignored(
            @ForAll @Size(min = 2, max = 20) @UniqueElements List<@StringLength(max = 200) String> names) {
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            if (!new String(
                            name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.UTF_8)
                    .equals(name)) {
                continue; // half a surrogate pair: refused before it gets here
            }
            String key = Keyspace.rows(LABEL, new QualifiedName(name, "t"), 0, "copy", ".zst")
                    .value();
            assertThat(seen.put(key.toLowerCase(Locale.ROOT), name)).isNull();
        }
    }

    @Test
    void keys_stand_where_the_format_says() {
        assertThat(Keyspace.rows(LABEL, new QualifiedName("shop", "Orders"), 3, "copy", ".zst"))
                .isEqualTo(ObjectKey.of("objects/" + LABEL + "/shop/%4Frders/00003.copy.zst"));
        assertThat(Keyspace.sealedRows(LABEL, 17)).isEqualTo(ObjectKey.of("objects/" + LABEL + "/000017.age"));
        assertThat(Keyspace.manifest(LABEL)).isEqualTo(ObjectKey.of("manifests/" + LABEL + ".json"));
        assertThat(Keyspace.labelOf(Keyspace.manifest(LABEL))).contains(LABEL);
        assertThat(Keyspace.labelOf(ObjectKey.of("manifests/.DS_Store"))).isEmpty();
    }

    @Test
    void a_format_that_is_no_suffix_is_refused() {
        assertThatThrownBy(() -> Keyspace.rows(LABEL, new QualifiedName("s", "t"), 0, "a/b", ""))
                .hasMessageContaining("a/b");
    }
}
