package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.MigrationResolver;
import io.dbops.migration.source.ReadingDoor;
import org.jspecify.annotations.Nullable;

/**
 * The migrations, read while the caller connects: the one waits for the disk, the other for the server. Connections stay on the
 * caller's thread, by which an application may route them. Used by the caller's thread.
 */
final class Reading implements AutoCloseable {

    private final MigrationResolver resolver;
    private final ReadingDoor door = new ReadingDoor(1);
    private final @Nullable Thread thread;
    private @Nullable Definitions definitions;
    private @Nullable Throwable failure;

    private Reading(MigrationResolver resolver, boolean aside) {
        this.resolver = resolver;
        this.thread = aside ? new Thread(this::resolve, "dbops-migration-read") : null;
    }

    /** Begins; sources of the application's own making are read here and now. */
    static Reading begin(MigrationResolver resolver) {
        Reading reading = new Reading(resolver, resolver.mayRunAside());
        if (reading.thread == null) {
            reading.definitions = resolver.resolve();
        } else {
            reading.thread.setDaemon(true);
            reading.thread.start();
        }
        return reading;
    }

    private void resolve() {
        try {
            definitions = resolver.resolve(door);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            door.over();
        }
    }

    /** What was read, or the error that says why it could not be. */
    Definitions definitions() {
        await();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        if (definitions == null) {
            throw new IllegalStateException("the reading ended without a word");
        }
        return definitions;
    }

    /** The fault of the migrations, if there is one, is more than that of a connection which nobody needs then. */
    RuntimeException insteadOf(RuntimeException ofConnection) {
        try {
            definitions();
            return ofConnection;
        } catch (DbOpsException e) {
            e.addSuppressed(ofConnection);
            return e;
        }
    }

    /** The thread ends by itself, and soon when it is interrupted as the caller is. */
    private void await() {
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                door.help();
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        await();
        if (definitions != null) {
            definitions.close();
        }
    }
}
