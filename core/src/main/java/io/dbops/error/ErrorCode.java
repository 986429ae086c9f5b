package io.dbops.error;

/**
 * The stable codes of {@link DbOpsException}. A code keeps its name and meaning across releases; new ones are added.
 *
 * <p>Whether trying again unchanged may help is declared here, where the error is born, so that callers never guess from
 * a message.
 */
public enum ErrorCode {
    /** An option, or a combination of options, is wrong. */
    CONFIGURATION(false),
    /** No provider on the class path or module path for what was asked. */
    PROVIDER_MISSING(false),
    /** Two providers claim the same connection. */
    PROVIDER_CONFLICT(false),
    /** The database, its version or this connection's rights do not support what was asked. */
    UNSUPPORTED(false),
    /** The connection could not be opened or was lost. */
    CONNECTION(true),
    /** The database refused a statement; the database's words are in the message. */
    SQL(false),
    /** A lock was not granted within the bounded wait. */
    LOCK_TIMEOUT(true),
    /** A lock was lost while it was held; another may hold it now. What was recorded before is recorded. */
    LOCK_LOST(true),
    /** A deadline passed. */
    DEADLINE(true),
    /** The calling thread was interrupted; its interrupt flag is kept. */
    INTERRUPTED(true),
    /** A migration file, name, header or Java migration is malformed or ambiguous. */
    MIGRATION_INVALID(false),
    /** The dependency graph has a cycle, a missing dependency or a duplicate. */
    MIGRATION_ORDER(false),
    /** A migration's statement or Java code failed. */
    MIGRATION_FAILED(false),
    /** The history and the migrations given do not fit together. */
    MIGRATION_HISTORY(false),
    /** A statement was running when its process died, and the catalogue cannot tell whether it took effect. */
    MIGRATION_IN_DOUBT(false),
    /** A migration cannot be taken back, or not without another that is to stay; nothing was run. */
    UNDO_REFUSED(false),
    /** A clean was not allowed, or would reach outside of its schemas; nothing was dropped. */
    CLEAN_REFUSED(false),
    /** A clean failed before the end; clean again. */
    CLEAN_FAILED(false),
    /** A backup could not be taken; nothing partial is listed. */
    BACKUP_FAILED(false),
    /** The database changed under the backup in a way that would tear it. */
    BACKUP_TORN(true),
    /** The backup's locks made others wait, and it gave way to them; nothing partial is listed. */
    BACKUP_GAVE_WAY(true),
    /** No backup answers to the label or the target. */
    BACKUP_NOT_FOUND(false),
    /** The backup is held, so that it is not removed. */
    BACKUP_HELD(false),
    /** An object or manifest is missing, altered, unsigned or signed by a key that is not trusted. */
    INTEGRITY(false),
    /** A key that the operation needs was not given, or does not fit. */
    KEY(false),
    /** The restore target is not what a restore needs, or the restore did not reproduce the backup. */
    RESTORE_FAILED(false),
    /** The object store failed in a way that may pass. */
    STORE(true),
    /** The object store refuses until somebody mends it: no right, not a directory, read-only. */
    STORE_REFUSED(false),
    /** No object has that key. */
    STORE_KEY_MISSING(false),
    /** The key already exists in the object store; objects are never overwritten. */
    STORE_KEY_EXISTS(false);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same call may succeed when repeated unchanged. */
    public boolean retryable() {
        return retryable;
    }
}
