package io.dbops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.OperationEvent.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void the_time_left_follows_the_bytes_and_else_the_items() {
        assertThat(new Progress(1, 4, 100, 300, Duration.ofSeconds(2)).remaining())
                .contains(Duration.ofSeconds(4));
        assertThat(new Progress(1, 4, 0, 0, Duration.ofSeconds(2)).remaining()).contains(Duration.ofSeconds(6));
        assertThat(new Progress(0, 4, 0, 300, Duration.ofSeconds(2)).remaining())
                .isEmpty();
        assertThat(new Progress(0, 0, 400, 300, Duration.ofSeconds(2)).remaining())
                .contains(Duration.ZERO);
    }

    @Test
    void the_rate_is_zero_before_any_time_has_passed() {
        assertThat(new Progress(0, 0, 100, 0, Duration.ZERO).bytesPerSecond()).isZero();
        assertThat(new Progress(0, 0, 100, 0, Duration.ofMillis(500)).bytesPerSecond())
                .isEqualTo(200);
    }
}
