package io.dbops.migration.clean;

import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationEvent.Kind;
import java.time.Duration;
import java.time.Instant;

/** Tells listeners how far a clean is. */
record CleanEvents(EngineContext context, Instant start) {

    void tell(Kind kind, String item, String detail, int done, int total) {
        Duration elapsed = Duration.between(start, context.clock().instant());
        context.listener()
                .onEvent(new OperationEvent(
                        OperationEvent.Operation.CLEAN,
                        kind,
                        item,
                        detail,
                        new OperationEvent.Progress(done, total, 0, 0, elapsed)));
    }
}
