package io.dbops.backup;

/** What a backup stores anew. */
public enum BackupType {
    /** Every chunk. */
    FULL
}
