package io.dbops.mysql.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import org.junit.jupiter.api.Test;

class QuotingTest {

    @Test
    void an_identifier_keeps_every_character_and_doubles_back_quotes() {
        assertThat(Quoting.identifier("a`b.c\"d'e\\ ü")).isEqualTo("`a``b.c\"d'e\\ ü`");
    }

    @Test
    void what_no_identifier_may_hold_is_refused() {
        assertThatThrownBy(() -> Quoting.identifier(""))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
        assertThatThrownBy(() -> Quoting.identifier("a\0b")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> Quoting.identifier("a\uD83D\uDE00")).hasMessageContaining("U+1F600");
    }

    @Test
    void a_text_with_a_backslash_is_written_so_that_no_sql_mode_can_change_it() {
        assertThat(Quoting.text("it's")).isEqualTo("'it''s'");
        assertThat(Quoting.text("\\'")).isEqualTo("_utf8mb4 X'5C27'");
        assertThat(Quoting.bytes("latin1", new byte[] {(byte) 0xE9})).isEqualTo("_latin1 X'E9'");
        assertThatThrownBy(() -> Quoting.bytes("latin1 ", new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
