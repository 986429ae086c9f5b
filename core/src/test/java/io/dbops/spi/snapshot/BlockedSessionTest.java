package io.dbops.spi.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockedSessionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ALTER TABLE orders ADD COLUMN x INT | ALTER TABLE",
                "alter\\n  table orders RENAME TO o | ALTER TABLE",
                "/* by 'secret' */ -- and more\\n# and more\\nDROP /**/ INDEX i | DROP INDEX",
                "TRUNCATE orders | TRUNCATE",
                "UPDATE account SET password = 'secret' | UPDATE",
                "INSERT INTO account VALUES ('secret') | INSERT INTO",
                "VACUUM FULL orders | VACUUM FULL",
                "CREATE UNIQUE INDEX CONCURRENTLY i ON t (x) | CREATE UNIQUE",
                "DROP table.index | DROP",
                "'secret' | ~~",
                "secret$word x | ~~",
                "aVeryLongWordThatIsNoKeywordAtAll x | ~~",
                "(SELECT 1) | ~~",
                "/* never closed secret | ~~",
                "-- only a comment | ~~",
                "~~ | ~~",
                "<insufficient privilege> | ~~"
            })
    void the_kind_is_made_of_keywords_alone(String sql, String kind) {
        assertThat(BlockedSession.kind(sql.replace("\\n", "\n"))).isEqualTo(kind);
    }

    @Test
    void what_cannot_be_seen_is_left_out_of_the_sentence() {
        assertThat(new BlockedSession("7", "app", "ALTER TABLE", "shop.orders", Duration.ZERO, true))
                .hasToString("session 7 of app with ALTER TABLE on shop.orders");
        assertThat(new BlockedSession("7", "", "", "", Duration.ZERO, true)).hasToString("session 7");
    }
}
