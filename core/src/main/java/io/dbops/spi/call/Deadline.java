package io.dbops.spi.call;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** When a call must end, and whether its thread was interrupted. Immutable, thread-safe. */
public final class Deadline {

    private final Clock clock;
    private final @Nullable Instant end;
    private final Consumer<CallWatch.Reason> told;

    private Deadline(Clock clock, @Nullable Instant end, Consumer<CallWatch.Reason> told) {
        this.clock = clock;
        this.end = end;
        this.told = told;
    }

    /** From now on, by that clock; without a limit it never passes. */
    public static Deadline in(Clock clock, Optional<Duration> limit) {
        return new Deadline(clock, limit.map(clock.instant()::plus).orElse(null), reason -> {});
    }

    /** The same deadline, whose failures are also told to somebody. */
    Deadline telling(Consumer<CallWatch.Reason> listener) {
        return new Deadline(clock, end, listener);
    }

    public boolean hasPassed() {
        return end != null && !clock.instant().isBefore(end);
    }

    /**
     * Fails when the time is over or the thread is interrupted; says what was about to be done. A failure of code
     * {@code INTERRUPTED} then stands for the interrupt flag, see {@link InterruptFlag}.
     */
    public void check(String what) {
        if (InterruptFlag.setAside()) {
            throw interrupted(what, null);
        }
        if (hasPassed()) {
            told.accept(CallWatch.Reason.DEADLINE);
            throw over("the time for the call was over before " + what, null);
        }
    }

    /** Sleeps; fails like {@link #check} when it is interrupted. */
    public void sleep(Sleeper sleeper, Duration duration, String what) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    static DbOpsException over(String what, @Nullable Throwable cause) {
        return DbOpsException.of(ErrorCode.DEADLINE, what)
                .hint("Give the timeout of the call's options more time, and call again.")
                .cause(cause)
                .build();
    }

    private DbOpsException interrupted(String what, @Nullable Throwable cause) {
        told.accept(CallWatch.Reason.INTERRUPTED);
        return DbOpsException.of(ErrorCode.INTERRUPTED, "the thread was interrupted before " + what)
                .hint("Call again; what is done stays done.")
                .cause(cause)
                .build();
    }
}
