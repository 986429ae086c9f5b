package io.dbops.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/shop?password=hunter2&ssl=true, jdbc:postgresql://db:5432/shop?...",
        "'jdbc:postgresql://one:1,two:2/shop', 'jdbc:postgresql://one:1,two:2/shop'",
        "jdbc:h2:./shop;PASSWORD=hunter2, jdbc:h2:./shop;...",
        "jdbc:h2:mem:, jdbc:h2:mem:",
        "jdbc:mysql://db/shop, jdbc:mysql://db/shop",
    })
    void product_hosts_and_name_are_shown(String url, String shown) {
        assertThat(JdbcUrl.redact(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://me:hunter2@db:5432/shop",
                "jdbc:foo://me:hun/ter2@h/db",
                "jdbc:foo://me:hunter2?x@h/db",
                "jdbc:oracle:thin:scott/hunter2@localhost:1521:xe",
                "jdbc:foo://address=(host=h)(password=hunter2)/db",
                "jdbc:foo:password=hunter2",
                "hunter2",
                "jdbc:hunter2",
                "jdbc:mysql://h/db?password=p@hunter2",
            })
    void of_any_other_url_only_the_product_is_shown(String url) {
        assertThat(JdbcUrl.redact(url)).doesNotContain("hunter2", "ter2").endsWith("...");
    }
}
