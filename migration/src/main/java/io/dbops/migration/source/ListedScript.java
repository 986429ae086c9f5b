package io.dbops.migration.source;

import io.dbops.spi.ScriptResource;

/**
 * A file in a folder, before it is read.
 *
 * @param path relative to the folder, with slashes
 * @param script its bytes
 * @param size as the folder tells it; -1 when it does not
 * @param crc CRC-32 as the folder tells it; -1 when it does not
 */
record ListedScript(String path, ScriptResource script, long size, long crc) {

    static ListedScript of(String path, ScriptResource script) {
        return new ListedScript(path, script, -1, -1);
    }

    /** Whether a path in a folder is left out: a name in it begins with a dot, as those of tools and of mounts do. */
    static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }
}
