package io.dbops.backup.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.value.ByteSize;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    private final AtomicLong time = new AtomicLong();

    private RateLimit limit(Optional<ByteSize> perSecond) {
        return new RateLimit(perSecond, duration -> time.addAndGet(duration.toNanos()), time::get);
    }

    @Test
    void bytes_take_as_long_as_the_limit_says_and_idle_time_is_not_saved_up() throws IOException {
        RateLimit limit = limit(Optional.of(ByteSize.ofBytes(1000)));
        for (int i = 0; i < 10; i++) {
            limit.take(250, () -> false);
        }
        assertThat(Duration.ofNanos(time.get())).isEqualTo(Duration.ofMillis(2500));
        time.addAndGet(Duration.ofHours(1).toNanos());
        long before = time.get();
        limit.take(500, () -> false);
        assertThat(Duration.ofNanos(time.get() - before)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void whoever_is_not_wanted_any_more_waits_no_longer() {
        RateLimit limit = limit(Optional.of(ByteSize.ofBytes(1)));
        assertThatThrownBy(() -> limit.take(
                        1_000_000, () -> time.get() > Duration.ofSeconds(1).toNanos()))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Duration.ofNanos(time.get())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void without_a_limit_nobody_waits() throws IOException {
        limit(Optional.empty()).take(Long.MAX_VALUE, () -> false);
        assertThat(time).hasValue(0);
    }
}
