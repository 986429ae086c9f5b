package io.dbops.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void a_size_prints_in_binary_units_whatever_the_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(ByteSize.ofBytes(17)).hasToString("17 B");
            assertThat(ByteSize.ofBytes(1536)).hasToString("1.5 KiB");
            assertThat(ByteSize.ofMiB(1024)).hasToString("1.0 GiB");
        } finally {
            Locale.setDefault(before);
        }
        assertThatThrownBy(() -> ByteSize.ofBytes(-1)).hasMessageContaining("-1");
    }

    @Test
    void a_secret_prints_nothing_of_itself() {
        assertThat(Secret.of("hunter2").toString()).doesNotContain("hunter2");
        assertThat(Secret.of("hunter2").reveal()).isEqualTo("hunter2");
    }

    @Test
    void names_sort_by_schema_then_name() {
        assertThat(new QualifiedName("a", "z")).isLessThan(new QualifiedName("b", "a"));
        assertThat(new QualifiedName("a", "b")).isGreaterThan(new QualifiedName("a", "a"));
    }
}
