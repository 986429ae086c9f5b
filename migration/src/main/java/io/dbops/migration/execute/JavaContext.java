package io.dbops.migration.execute;

import io.dbops.migration.MigrationContext;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a Java migration is given: the guarded connection, and a way to tell how far it is. */
record JavaContext(
        ResolvedMigration migration, Connection connection, OperationListener listener, Clock clock, Instant start)
        implements MigrationContext {

    @Override
    public void progress(String item, long rowsDone, long rowsTotal) {
        listener.onEvent(new OperationEvent(
                OperationEvent.Operation.MIGRATE,
                OperationEvent.Kind.PROGRESS,
                migration.id(),
                item,
                new OperationEvent.Progress(rowsDone, rowsTotal, 0, 0, Duration.between(start, clock.instant()))));
    }
}
