package io.dbops.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdbcUrlTest {

    @Test
    void parameters_and_user_information_are_not_shown() {
        assertThat(JdbcUrl.redact("jdbc:postgresql://me:hunter2@db:5432/shop?password=hunter2&ssl=true"))
                .isEqualTo("jdbc:postgresql://...@db:5432/shop?...");
        assertThat(JdbcUrl.redact("jdbc:h2:./shop;PASSWORD=hunter2")).isEqualTo("jdbc:h2:./shop;...");
        assertThat(JdbcUrl.redact("jdbc:mysql://db/shop")).isEqualTo("jdbc:mysql://db/shop");
    }
}
