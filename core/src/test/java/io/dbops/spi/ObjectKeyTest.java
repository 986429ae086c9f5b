package io.dbops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/a", "a/", "a//b", "..", "a/../b", ".", "a/./b", "a\\b", "a b", "ü", "a\0b", "a\nb", "C:x", "~/a?"
            })
    void what_could_leave_a_store_or_differ_between_stores_is_no_key(String value) {
        assertThatThrownBy(() -> ObjectKey.of(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plain_segments_are_a_key() {
        assertThat(ObjectKey.of("objects/20261122T093000Z-F-3k9x/a%2Fb.copy.zst.age"))
                .hasToString("objects/20261122T093000Z-F-3k9x/a%2Fb.copy.zst.age");
    }

    @Test
    void a_key_is_bounded() {
        assertThatThrownBy(() -> ObjectKey.of("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ObjectKey.of("a/".repeat(500) + "a")).isInstanceOf(IllegalArgumentException.class);
    }
}
