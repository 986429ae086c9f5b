package io.dbops.backup;

/** How chunks are compressed before they are encrypted. */
public enum Compression {
    /** Zstandard, level 1: the default. */
    ZSTD,
    /** Needs no native library. */
    GZIP,
    NONE
}
