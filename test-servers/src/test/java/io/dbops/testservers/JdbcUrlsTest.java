package io.dbops.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JdbcUrlsTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:5432/postgres, jdbc:postgresql://127.0.0.1:5432/x",
        "jdbc:postgresql://host, jdbc:postgresql://host/x",
        "jdbc:mysql://host:3306/?sslMode=DISABLED, jdbc:mysql://host:3306/x?sslMode=DISABLED",
        "jdbc:mariadb://host?path=a/b, jdbc:mariadb://host/x?path=a/b",
        "jdbc:h2:file:/d/base, jdbc:h2:file:/d/base_x",
        "jdbc:h2:mem:base;MODE=Oracle, jdbc:h2:mem:base_x;MODE=Oracle"
    })
    void anotherDatabaseKeepsServerAndOptions(String url, String expected) {
        assertThat(JdbcUrls.withDatabase(url, "x")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/d, jdbc:postgresql://h/d?a=1",
        "jdbc:mysql://h/d?b=2, jdbc:mysql://h/d?b=2&a=1",
        "jdbc:mysql://h/d?, jdbc:mysql://h/d?a=1",
        "jdbc:h2:mem:d;b=2, jdbc:h2:mem:d;b=2;a=1"
    })
    void anOptionIsAppendedInTheDriversSyntax(String url, String expected) {
        assertThat(JdbcUrls.withOption(url, "a", "1")).isEqualTo(expected);
    }

    @Test
    void aUrlWithoutHostIsRefused() {
        assertThatThrownBy(() -> JdbcUrls.withDatabase("jdbc:sqlite:file", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:sqlite:file");
    }
}
