package io.dbops.mysql.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionSettingsTest {

    @Test
    void captured_settings_survive_being_written_and_read() {
        String text = "sql_mode=A%2CB&time_zone=%2B00%3A00&database=a%26b%3D%25c";
        SessionSettings settings = SessionSettings.parse(text);
        assertThat(settings.get("sql_mode")).isEqualTo("A,B");
        assertThat(settings.get("time_zone")).isEqualTo("+00:00");
        assertThat(settings.get("database")).isEqualTo("a&b=%c");
        assertThat(settings.toText()).isEqualTo(text);
    }

    @Test
    void a_name_that_was_never_captured_is_refused_because_it_would_become_sql() {
        assertThatThrownBy(() -> SessionSettings.parse("x=1; DROP TABLE t=2"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
