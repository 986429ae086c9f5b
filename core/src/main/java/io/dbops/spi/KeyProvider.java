package io.dbops.spi;

import io.dbops.backup.BackupKeys;

/**
 * Gives the keys of a backup repository. Asked at the start of each operation, so rotated keys take effect; thread-safe.
 */
@FunctionalInterface
public interface KeyProvider {

    /** The keys that are at hand; an operation that misses one fails with code {@code KEY} and names it. */
    BackupKeys keys();
}
