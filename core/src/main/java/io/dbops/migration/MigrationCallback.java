package io.dbops.migration;

/**
 * What an application does around migrations, in Java; a script does the same, see {@link CallbackMoment#word()}. It is written
 * so that it may be called again. Implementations are used by one thread at a time.
 */
@FunctionalInterface
public interface MigrationCallback {

    /**
     * Called on the context's connection, which is in a transaction of its own that the engine commits, or in that of the run if
     * the run is one transaction; it neither commits, nor closes, nor changes auto-commit. Any exception ends the run: what was
     * applied or taken back before stays so.
     */
    void call(CallbackContext context) throws Exception;
}
