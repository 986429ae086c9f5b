package io.dbops.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {

    @Test
    void any_value_survives_the_captured_text() {
        String text = "app.note=a\\\\n b\\nc\\rd=e\nsearch_path=\"$user\", public\nrole=none\nempty=\n";

        assertThat(SessionSettings.decode(text).values())
                .isEqualTo(Map.of(
                        "app.note", "a\\n b\nc\rd=e", "search_path", "\"$user\", public", "role", "none", "empty", ""));
        assertThat(SessionSettings.decode(SessionSettings.decode(text).encode()).values())
                .isEqualTo(SessionSettings.decode(text).values());
    }
}
