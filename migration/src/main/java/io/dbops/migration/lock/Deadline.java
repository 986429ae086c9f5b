package io.dbops.migration.lock;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a call must end, and whether its thread was interrupted. Immutable, thread-safe. */
public final class Deadline {

    private final Clock clock;
    private final @Nullable Instant end;

    private Deadline(Clock clock, @Nullable Instant end) {
        this.clock = clock;
        this.end = end;
    }

    public static Deadline in(Clock clock, Optional<Duration> limit) {
        return new Deadline(clock, limit.map(clock.instant()::plus).orElse(null));
    }

    public boolean hasPassed() {
        return end != null && !clock.instant().isBefore(end);
    }

    /**
     * Fails when the time is over or the thread is interrupted; says what was about to be done. The failure then stands for
     * the interrupt flag, see {@link InterruptFlag}.
     */
    public void check(String what) {
        if (InterruptFlag.setAside()) {
            throw interrupted(what, null);
        }
        if (hasPassed()) {
            throw DbOpsException.of(ErrorCode.DEADLINE, "the time for the call was over before " + what)
                    .hint("Give MigrateOptions.timeout more time, and call again.")
                    .build();
        }
    }

    void sleep(Sleeper sleeper, Duration duration, String what) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static DbOpsException interrupted(String what, @Nullable Throwable cause) {
        return DbOpsException.of(ErrorCode.INTERRUPTED, "the thread was interrupted before " + what)
                .hint("Call again; what is applied stays applied.")
                .cause(cause)
                .build();
    }
}
